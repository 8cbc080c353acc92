package dev.ipam.record;

import dev.ipam.error.AuthorityConflictException;
import dev.ipam.error.DriverNotActiveException;
import dev.ipam.error.UnsupportedException;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.snapshot.Change;
import dev.ipam.spi.AddressScopes;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Closing;
import dev.ipam.spi.AuthorityState.Loading;
import dev.ipam.spi.AuthorityState.Unused;
import dev.ipam.spi.Capability;
import dev.ipam.spi.Exportable;
import dev.ipam.spi.ForwardingDriver;
import dev.ipam.spi.ImportSession;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.StoreInfo;
import dev.ipam.spi.StoreRef;
import dev.ipam.spi.SubnetPools;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A driver that keeps no authority, with one that is kept beside it: in a file, and by a fence that
 * all writes through this object pass. It holds for whoever uses the same folder, one process at a
 * time; what goes to the store by another way it does not see. So it serves to migrate while nobody
 * else is there, and for nothing live.
 *
 * <p>Where there is no record, a store that holds something is the first authority, and an empty
 * one is unused and may be used all the same, as it always could.
 */
public final class RecordedDriver extends ForwardingDriver implements Authority {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final String name;
  private final RecordFile file;
  private final Clock clock;
  private final Set<Capability> capabilities;
  private final ReadWriteLock fence = new ReentrantReadWriteLock();
  private volatile @Nullable AuthorityState recorded;

  private RecordedDriver(String name, IpamDriver real, RecordFile file, Clock clock) {
    super(real);
    this.name = name;
    this.file = file;
    this.clock = clock;
    Set<Capability> all = EnumSet.of(Capability.AUTHORITY);
    all.addAll(real.capabilities());
    this.recorded = file.read();
    if (recorded != null) {
      // The fence cannot see when a transaction of the caller's ends.
      all.remove(Capability.TRANSACTIONAL);
    }
    this.capabilities = Collections.unmodifiableSet(all);
  }

  /**
   * Returns a driver that has authority: the given one where it keeps it itself.
   *
   * @param name the driver's name
   * @param driver the opened driver; closed where its record cannot be used
   * @param folder where records are kept
   * @param clock the clock by which deadlines are judged
   * @return the driver
   */
  public static IpamDriver of(String name, IpamDriver driver, Path folder, Clock clock) {
    if (driver.capabilities().contains(Capability.AUTHORITY)
        && driver.extension(Authority.class).isPresent()) {
      return driver;
    }
    StoreInfo store = driver.store();
    RecordFile file = new RecordFile(folder, name, store.id(), store.location());
    try {
      return new RecordedDriver(name, driver, file, clock);
    } catch (RuntimeException | Error e) {
      file.close();
      driver.close();
      throw e;
    }
  }

  /**
   * Tells whether a driver has a record beside it; without one it is as it was before.
   *
   * @param driver an opened driver
   * @return whether it has
   */
  public static boolean hasRecord(IpamDriver driver) {
    return driver instanceof RecordedDriver beside && beside.recorded != null;
  }

  /**
   * Tells whether a driver's store has a record.
   *
   * @param folder where records are kept
   * @param name the driver's name
   * @return whether there is a file
   */
  public static boolean isRecorded(Path folder, String name) {
    return RecordFile.exists(folder, name);
  }

  @Override
  public AuthorityState state() {
    AuthorityState stored = recorded;
    if (stored != null) {
      return stored.at(now());
    }
    try (Stream<Subnet> subnets = delegate().subnets()) {
      return subnets.findAny().isPresent() ? new Active(1) : new Unused();
    }
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public void change(AuthorityState expected, AuthorityState next) {
    // Waits for the writes under way, and lets none begin.
    fence.writeLock().lock();
    try {
      if (recorded == null) {
        // What is not there, nobody holds: another process may have made a record since.
        recorded = file.claim();
      }
      require(expected);
      file.write(next);
      recorded = next;
    } finally {
      fence.writeLock().unlock();
    }
  }

  private void require(AuthorityState expected) {
    AuthorityState holds = state();
    if (!holds.equals(expected)) {
      throw new AuthorityConflictException(expected.text(), holds.text());
    }
  }

  /** Removes; what else a leader's changes say, a driver without authority cannot take over. */
  @Override
  public AuthorityState.Following apply(AuthorityState.Following expected, List<Change> changes) {
    fence.writeLock().lock();
    try {
      require(expected);
      changes.forEach(change -> remove(change.step()));
      if (changes.isEmpty() || expected.position() == null) {
        return expected;
      }
      var reached = expected.reaching(changes.get(changes.size() - 1).position());
      file.write(reached);
      recorded = reached;
      return reached;
    } finally {
      fence.writeLock().unlock();
    }
  }

  private void remove(Change.Step step) {
    if (step instanceof Change.SubnetRemoved removed) {
      removeWhole(removed.subnetId());
    } else if (step instanceof Change.PoolRemoved removed) {
      delegate()
          .extension(SubnetPools.class)
          .ifPresent(pools -> pools.removePool(removed.poolId()));
    } else if (step instanceof Change.ScopeRemoved removed) {
      delegate()
          .extension(AddressScopes.class)
          .ifPresent(scopes -> scopes.removeScope(removed.scopeId()));
    } else {
      throw new UnsupportedException("AUTHORITY", "take over what changed in another store");
    }
  }

  private void removeWhole(String subnetId) {
    if (delegate().capabilities().contains(Capability.ATOMIC_REMOVE)) {
      delegate().removeSubnet(subnetId, true);
      return;
    }
    List<Allocation> held;
    try (Stream<Allocation> all = delegate().allocations(subnetId)) {
      held = all.toList();
    }
    held.forEach(each -> delegate().release(ReleaseRequest.of(subnetId, each.address())));
    delegate().removeSubnet(subnetId, false);
  }

  /** Several processes may share a store that keeps no authority, and none would know. */
  @Override
  public boolean mayHaveOtherClients() {
    return delegate().capabilities().contains(Capability.SHARED);
  }

  @Override
  public boolean isFenceInTheStore() {
    return false;
  }

  /** Carries out a write while the store is the authority; waits while it is closing. */
  <R> R write(Supplier<R> operation) {
    while (true) {
      fence.readLock().lock();
      try {
        AuthorityState stored = recorded;
        AuthorityState holds = stored == null ? null : stored.at(now());
        if (holds == null || holds instanceof Active) {
          return operation.get();
        }
        if (!(holds instanceof Closing)) {
          throw notActive(holds);
        }
      } finally {
        fence.readLock().unlock();
      }
      LockSupport.parkNanos(this, POLL_NANOS);
    }
  }

  private DriverNotActiveException notActive(AuthorityState state) {
    return new DriverNotActiveException(
        name, state.word(), state.other().map(StoreRef::driver).orElse(null));
  }

  private ImportSession beginImport(Exportable exportable) {
    AuthorityState holds = state();
    if (holds instanceof Unused || holds instanceof Loading || holds instanceof Active) {
      return exportable.beginImport();
    }
    throw notActive(holds);
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public Subnet createSubnet(SubnetRequest request) {
    return write(() -> super.createSubnet(request));
  }

  @Override
  public Subnet updateSubnet(SubnetUpdate update) {
    return write(() -> super.updateSubnet(update));
  }

  @Override
  public long removeSubnet(String subnetId, boolean force) {
    return write(() -> super.removeSubnet(subnetId, force));
  }

  @Override
  public List<Allocation> allocate(AllocationRequest request) {
    return write(() -> super.allocate(request));
  }

  @Override
  public Optional<Allocation> release(ReleaseRequest request) {
    return write(() -> super.release(request));
  }

  @Override
  public <T> Optional<T> extension(Class<T> type) {
    if (type == Authority.class) {
      return Optional.of(type.cast(this));
    }
    if (type == Exportable.class) {
      return delegate().extension(Exportable.class).map(part -> type.cast(exportable(part)));
    }
    return delegate().extension(type).map(part -> FencedPart.of(this, type, part));
  }

  private Exportable exportable(Exportable part) {
    return new Exportable() {
      @Override
      public Stream<dev.ipam.snapshot.SnapshotRecord> export() {
        return part.export();
      }

      @Override
      public ImportSession beginImport() {
        return RecordedDriver.this.beginImport(part);
      }
    };
  }

  @Override
  public void close() {
    try {
      super.close();
    } finally {
      file.close();
    }
  }
}
