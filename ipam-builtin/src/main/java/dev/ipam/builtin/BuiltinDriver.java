package dev.ipam.builtin;

import dev.ipam.builtin.store.ChangePositions;
import dev.ipam.builtin.store.Store;
import dev.ipam.builtin.store.StoredSubnet;
import dev.ipam.error.AddressScopeNotFoundException;
import dev.ipam.error.DriverNotActiveException;
import dev.ipam.error.StoreInUseException;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.error.SubnetPoolNotFoundException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.PoolUsage;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.RequestFingerprint;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetPoolUpdate;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.TransferRequest;
import dev.ipam.request.Usage;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.AddressLookup;
import dev.ipam.spi.AddressScopes;
import dev.ipam.spi.AllocationTransfer;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.Backups;
import dev.ipam.spi.Capability;
import dev.ipam.spi.ChangeFeed;
import dev.ipam.spi.CheckProblem;
import dev.ipam.spi.CheckReport;
import dev.ipam.spi.Checkable;
import dev.ipam.spi.Exportable;
import dev.ipam.spi.ImportSession;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.JointAllocation;
import dev.ipam.spi.OwnerLookup;
import dev.ipam.spi.StoreInfo;
import dev.ipam.spi.SubnetPools;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The built-in driver: writes go through the engine, reads past it to what is committed. */
final class BuiltinDriver
    implements IpamDriver,
        OwnerLookup,
        AddressLookup,
        JointAllocation,
        AllocationTransfer,
        SubnetPools,
        AddressScopes,
        Exportable,
        ChangeFeed,
        Checkable,
        Authority,
        Backups {
  private final Store store;
  private final Engine engine;
  private final ChangePositions positions;
  private final Gate gate;
  private final Set<Capability> capabilities;
  private final AtomicReference<@Nullable BuiltinImport> importing = new AtomicReference<>();

  /** Guarded by {@link #importing}. */
  private boolean closing;

  BuiltinDriver(Store store, Engine engine, boolean durable) {
    this.store = store;
    this.engine = engine;
    this.positions = new ChangePositions(store.id());
    this.gate = new Gate(engine);
    this.capabilities = BuiltinDriverProvider.capabilities(durable, store.keepsChanges());
  }

  /** For tests that need several operations in one batch. */
  Engine engine() {
    return engine;
  }

  private <R> R change(Function<Session, R> work) {
    requireWritable();
    return gate.write(work);
  }

  private void requireWritable() {
    String holder = store.holder();
    if (holder != null) {
      throw new StoreInUseException(store.location(), holder);
    }
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public Subnet createSubnet(SubnetRequest request) {
    String fingerprint = request.key() == null ? null : RequestFingerprint.of(request);
    return change(session -> SubnetChanges.create(session, request, fingerprint));
  }

  @Override
  public Subnet subnet(String subnetId) {
    StoredSubnet stored = engine.reads().subnet(Objects.requireNonNull(subnetId, "subnetId"));
    if (stored == null) {
      throw new SubnetNotFoundException(subnetId);
    }
    return stored.subnet();
  }

  @Override
  public Stream<Subnet> subnets() {
    return engine.reads().subnets();
  }

  @Override
  public Subnet updateSubnet(SubnetUpdate update) {
    Objects.requireNonNull(update, "update");
    return change(session -> SubnetChanges.update(session, update));
  }

  @Override
  public long removeSubnet(String subnetId, boolean force) {
    Objects.requireNonNull(subnetId, "subnetId");
    return change(session -> SubnetChanges.remove(session, subnetId, force));
  }

  @Override
  public List<Allocation> allocate(AllocationRequest request) {
    String fingerprint = request.key() == null ? null : RequestFingerprint.of(request);
    return change(session -> Allocator.allocate(session, request, fingerprint));
  }

  @Override
  public List<List<Allocation>> allocateTogether(JointRequest request) {
    String fingerprint = request.key() == null ? null : RequestFingerprint.of(request);
    return change(session -> JointAllocator.allocate(session, request, fingerprint));
  }

  @Override
  public Optional<Allocation> release(ReleaseRequest request) {
    Objects.requireNonNull(request, "request");
    return change(session -> Releaser.release(session, request));
  }

  @Override
  public List<Allocation> releaseOwner(String owner) {
    Objects.requireNonNull(owner, "owner");
    return change(session -> Releaser.releaseOwner(session, owner));
  }

  @Override
  public Allocation transfer(TransferRequest request) {
    String fingerprint = request.key() == null ? null : RequestFingerprint.of(request);
    return change(session -> Releaser.transfer(session, request, fingerprint));
  }

  @Override
  public Optional<Allocation> find(String subnetId, IpAddress address) {
    Objects.requireNonNull(address, "address");
    return engine.reads().find(Objects.requireNonNull(subnetId, "subnetId"), address);
  }

  @Override
  public Stream<Allocation> allocations(String subnetId) {
    return engine.reads().allocations(Objects.requireNonNull(subnetId, "subnetId"));
  }

  @Override
  public Stream<Allocation> allocationsOf(String owner) {
    return engine.reads().heldBy(Objects.requireNonNull(owner, "owner"));
  }

  @Override
  public Stream<Allocation> holders(IpAddress address) {
    return engine.reads().holders(Objects.requireNonNull(address, "address"));
  }

  @Override
  public Usage usage(String subnetId) {
    Objects.requireNonNull(subnetId, "subnetId");
    return engine.run(session -> SubnetChanges.usage(session, subnetId));
  }

  @Override
  public SubnetPool createPool(SubnetPoolRequest request) {
    Objects.requireNonNull(request, "request");
    return change(session -> PoolChanges.create(session, request));
  }

  @Override
  public SubnetPool pool(String poolId) {
    SubnetPool pool = engine.reads().pools().pool(Objects.requireNonNull(poolId, "poolId"));
    if (pool == null) {
      throw new SubnetPoolNotFoundException(poolId);
    }
    return pool;
  }

  @Override
  public Stream<SubnetPool> pools() {
    return engine.reads().pools().pools();
  }

  @Override
  public SubnetPool updatePool(SubnetPoolUpdate update) {
    Objects.requireNonNull(update, "update");
    return change(session -> PoolChanges.update(session, update));
  }

  @Override
  public void removePool(String poolId) {
    Objects.requireNonNull(poolId, "poolId");
    change(session -> PoolChanges.remove(session, poolId));
  }

  @Override
  public PoolUsage poolUsage(String poolId) {
    Objects.requireNonNull(poolId, "poolId");
    return engine.run(session -> session.pools().required(poolId).usage());
  }

  @Override
  public AddressScope createScope(AddressScope scope) {
    Objects.requireNonNull(scope, "scope");
    return change(session -> PoolChanges.create(session, scope));
  }

  @Override
  public AddressScope scope(String scopeId) {
    AddressScope scope = engine.reads().pools().scope(Objects.requireNonNull(scopeId, "scopeId"));
    if (scope == null) {
      throw new AddressScopeNotFoundException(scopeId);
    }
    return scope;
  }

  @Override
  public Stream<AddressScope> scopes() {
    return engine.reads().pools().scopes();
  }

  @Override
  public void removeScope(String scopeId) {
    Objects.requireNonNull(scopeId, "scopeId");
    change(session -> PoolChanges.removeScope(session, scopeId));
  }

  @Override
  public Stream<SnapshotRecord> export() {
    return engine.reads().snapshot(engine.run(Session::millis));
  }

  @Override
  public ImportSession beginImport() {
    requireWritable();
    AuthorityState begunAs =
        engine.run(
            session -> {
              session.requireEmpty(store);
              return session.fence().importable();
            });
    synchronized (importing) {
      if (closing) {
        throw Engine.closedError();
      }
      if (importing.get() != null) {
        throw new DriverNotActiveException(
            BuiltinDriverProvider.NAME, "loading: an import is under way", null);
      }
      BuiltinImport session = new BuiltinImport(store, engine, begunAs, importing);
      importing.set(session);
      return session;
    }
  }

  @Override
  public String position() {
    Capability.CHANGES.require(capabilities);
    return positions.text(engine.reads().lastChange());
  }

  @Override
  public Stream<Change> changes(String position) {
    Capability.CHANGES.require(capabilities);
    Objects.requireNonNull(position, "position");
    return engine.reads().changes(position, positions, engine.run(Session::millis));
  }

  @Override
  public CheckReport check(Consumer<CheckProblem> problems) {
    return engine.reads().check(Objects.requireNonNull(problems, "problems"));
  }

  @Override
  public AuthorityState state() {
    boolean reading = store.holder() != null;
    return engine.run(session -> reading ? session.fence().state() : session.fence().settled());
  }

  @Override
  public Instant now() {
    return engine.run(Session::now);
  }

  @Override
  public void change(AuthorityState expected, AuthorityState next) {
    Objects.requireNonNull(next, "next");
    requireWritable();
    inOwnBatch(
        session -> {
          session.changeAuthority(expected, next);
          return next;
        });
    gate.open();
  }

  @Override
  public AuthorityState.Following apply(AuthorityState.Following expected, List<Change> changes) {
    if (changes.size() > MOST_CHANGES) {
      throw new IllegalArgumentException(changes.size() + " changes at once");
    }
    requireWritable();
    return inOwnBatch(
        session -> {
          session.fence().require(expected);
          session.replica().apply(changes);
          if (changes.isEmpty() || expected.position() == null) {
            return expected;
          }
          var reached = expected.reaching(changes.get(changes.size() - 1).position());
          session.tables().setAuthority(reached);
          return reached;
        });
  }

  /** Carries out what must see, written, whatever was applied before. */
  private <S extends AuthorityState> S inOwnBatch(Function<Session, S> work) {
    while (true) {
      Optional<S> done =
          engine.run(
              session ->
                  session.replica().isDirty()
                      ? Optional.empty()
                      : Optional.of(work.apply(session)));
      if (done.isPresent()) {
        return done.get();
      }
    }
  }

  @Override
  public boolean mayHaveOtherClients() {
    // Who reads beside the process that has the store is not that process.
    return store.holder() != null;
  }

  @Override
  public void backup(Path directory) {
    requireWritable();
    engine.reads().backup(store.id(), directory);
  }

  @Override
  public StoreInfo store() {
    return new StoreInfo(store.id().toString(), store.location(), store.format());
  }

  /** A store without files has no backups. */
  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return type == Backups.class && !store.hasFiles()
        ? Optional.empty()
        : IpamDriver.super.extension(type);
  }

  @Override
  public void close() {
    BuiltinImport session;
    synchronized (importing) {
      closing = true;
      session = importing.get();
    }
    try {
      if (session != null) {
        session.closeWith(Engine::closedError);
      }
    } finally {
      engine.close();
      gate.open();
    }
  }
}
