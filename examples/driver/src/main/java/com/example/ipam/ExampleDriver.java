package com.example.ipam;

import dev.ipam.error.DriverClosedException;
import dev.ipam.error.SubnetAlreadyExistsException;
import dev.ipam.error.SubnetInUseException;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.Usage;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.Capability;
import dev.ipam.spi.Exportable;
import dev.ipam.spi.ImportSession;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.StoreInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** An opened store. Every operation holds the store's lock: that makes all of them linearizable. */
final class ExampleDriver implements IpamDriver, Exportable {
  static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.PREFER_NEXT, Capability.ATOMIC_REMOVE, Capability.TOKENS, Capability.EXPORT);

  private final String name;
  private final Store store;
  private boolean closed;

  ExampleDriver(String name, Store store) {
    this.name = name;
    this.store = store;
  }

  /**
   * The first step of every operation; what cannot be done is refused before the store is asked.
   */
  void begin(Set<Capability> needed) {
    if (closed) {
      throw new DriverClosedException("example");
    }
    needed.forEach(capability -> capability.require(CAPABILITIES));
  }

  private Space space(String subnetId) {
    begin(Set.of());
    Space space = store.subnets.get(subnetId);
    if (space == null) {
      throw new SubnetNotFoundException(subnetId);
    }
    return space;
  }

  /** What was there at one moment; a store on disk would read from a snapshot of its own. */
  private static <T> Stream<T> snapshot(Collection<T> now) {
    AtomicBoolean closed = new AtomicBoolean();
    Stream<T> all = List.copyOf(now).stream().onClose(() -> closed.set(true));
    return all.peek(each -> checkNotClosed(closed));
  }

  private static void checkNotClosed(AtomicBoolean closed) {
    if (closed.get()) {
      throw new IllegalStateException("the stream has been closed");
    }
  }

  @Override
  public Set<Capability> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Subnet createSubnet(SubnetRequest request) {
    synchronized (store) {
      begin(Capability.neededBy(request));
      // Without POOLS there is no other request. Subnet.of applies the rules of gateway and pools.
      Subnet subnet = Subnet.of((SpecificSubnetRequest) request);
      if (store.subnets.putIfAbsent(subnet.id(), new Space(subnet)) != null) {
        throw new SubnetAlreadyExistsException(subnet.id());
      }
      return subnet;
    }
  }

  @Override
  public Subnet subnet(String subnetId) {
    synchronized (store) {
      return space(subnetId).subnet();
    }
  }

  @Override
  public Stream<Subnet> subnets() {
    synchronized (store) {
      begin(Set.of());
      return snapshot(store.subnets.values().stream().map(Space::subnet).toList());
    }
  }

  @Override
  public Subnet updateSubnet(SubnetUpdate update) {
    synchronized (store) {
      return space(update.subnetId()).update(update);
    }
  }

  @Override
  public long removeSubnet(String subnetId, boolean force) {
    synchronized (store) {
      long held = space(subnetId).allocations().size();
      if (held > 0 && !force) {
        throw new SubnetInUseException(subnetId, held);
      }
      store.subnets.remove(subnetId);
      return held;
    }
  }

  @Override
  public List<Allocation> allocate(AllocationRequest request) {
    synchronized (store) {
      begin(Capability.neededBy(request));
      Space space = space(request.onlySubnetId());
      Allocation allocation = space.allocate(request, store.token + 1);
      store.token++;
      return List.of(allocation);
    }
  }

  @Override
  public Optional<Allocation> release(ReleaseRequest request) {
    synchronized (store) {
      begin(Capability.neededBy(request));
      return space(request.subnetId()).release(request);
    }
  }

  @Override
  public Optional<Allocation> find(String subnetId, IpAddress address) {
    synchronized (store) {
      return space(subnetId).find(address);
    }
  }

  @Override
  public Stream<Allocation> allocations(String subnetId) {
    synchronized (store) {
      return snapshot(space(subnetId).allocations());
    }
  }

  @Override
  public Usage usage(String subnetId) {
    synchronized (store) {
      return space(subnetId).usage();
    }
  }

  @Override
  public Stream<SnapshotRecord> export() {
    synchronized (store) {
      begin(Set.of());
      List<SnapshotRecord> records = new ArrayList<>();
      records.add(new SnapshotRecord.TokenMark(store.token));
      store.subnets.values().forEach(space -> records.addAll(space.records()));
      return snapshot(records);
    }
  }

  @Override
  public ImportSession beginImport() {
    synchronized (store) {
      begin(Set.of());
      return new ExampleImport(this, name, store);
    }
  }

  @Override
  public StoreInfo store() {
    return new StoreInfo(name, "memory", "1");
  }

  @Override
  public void close() {
    synchronized (store) {
      closed = true;
    }
  }
}
