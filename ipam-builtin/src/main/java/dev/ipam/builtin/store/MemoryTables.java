package dev.ipam.builtin.store;

import dev.ipam.builtin.store.MemoryContent.Place;
import dev.ipam.error.IpamException;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.snapshot.Change;
import dev.ipam.spi.AuthorityState;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The records in memory: one batch at a time, shown to readers as one. */
final class MemoryTables implements Tables {
  private final MemoryHome home;
  private final MemoryBatch batch;
  private final MemoryPoolTables pools;
  private final MemoryKeyTables keys;
  private final MemoryPassTables passes;
  private final MemoryRestTables rests;
  private final MemoryCarriers carriers;
  private final MemoryReads reads;

  MemoryTables(MemoryHome home, ChangeRetention keep) {
    this.home = home;
    this.batch = new MemoryBatch(home.shown(), keep);
    this.pools = new MemoryPoolTables(batch);
    this.keys = new MemoryKeyTables(batch);
    this.passes = new MemoryPassTables(batch);
    this.rests = new MemoryRestTables(batch);
    this.carriers = new MemoryCarriers(batch, home);
    this.reads = new MemoryReads(home);
  }

  private MemoryContent content() {
    return batch.content();
  }

  private MemoryContent contentButRows() {
    return batch.contentButRows();
  }

  @Override
  public Marks marks() {
    return contentButRows().marks;
  }

  @Override
  public void setMarks(Marks marks) {
    contentButRows().marks = marks;
  }

  @Override
  public AuthorityState authority() {
    return contentButRows().authority;
  }

  @Override
  public void setAuthority(AuthorityState state) {
    batch.changing().authority = state;
  }

  @Override
  public @Nullable StoredSubnet subnet(String id) {
    return contentButRows().subnets.get(id);
  }

  @Override
  public void addSubnet(StoredSubnet subnet) {
    putSubnet(subnet);
    MemoryContent at = content();
    Cidr cidr = subnet.subnet().cidr();
    SortedTree<String, Boolean> ids = at.byCidr.get(cidr);
    SortedTree<String, Boolean> others = ids == null ? SortedTree.by(CodePoints.ORDER) : ids;
    at.byCidr = at.byCidr.put(cidr, others.put(subnet.id(), true));
    boolean hasPass = subnet.subnet().policy() == AllocationPolicy.SEQUENTIAL;
    // No change is told of the first pass: a follower begins it by itself.
    PassRecord first = PassRecord.after(subnet.subnet(), null, PassRecord.UNKNOWN);
    batch.put(subnet, hasPass ? SubnetRows.NONE.withPass(first) : SubnetRows.NONE);
  }

  @Override
  public void putSubnet(StoredSubnet subnet) {
    String id = subnet.id();
    batch.tell(steps -> steps.subnet(id));
    MemoryContent at = batch.changing();
    at.subnets = at.subnets.put(id, subnet);
  }

  @Override
  public void deleteSubnet(StoredSubnet subnet, boolean hasAllocations) {
    String id = subnet.id();
    batch.tell(steps -> new Change.SubnetRemoved(id));
    MemoryContent at = batch.changing();
    at.subnets = at.subnets.remove(id);
    Cidr cidr = subnet.subnet().cidr();
    SortedTree<String, Boolean> ids = at.byCidr.get(cidr);
    if (ids != null) {
      SortedTree<String, Boolean> others = ids.remove(id);
      at.byCidr = others.isEmpty() ? at.byCidr.remove(cidr) : at.byCidr.put(cidr, others);
    }
    if (hasAllocations) {
      at.rows = at.rows.put(subnet.number(), at.rows(subnet).ofRemoved());
      noteRemoved(new Removed(subnet, null), false);
    } else {
      at.rows = at.rows.remove(subnet.number());
    }
  }

  @Override
  public @Nullable Allocation allocation(StoredSubnet subnet, IpAddress address) {
    return batch.rows(subnet).allocations().get(address);
  }

  @Override
  public void putAllocation(StoredSubnet subnet, Allocation allocation) {
    IpAddress address = allocation.address();
    tell(subnet, address);
    SubnetRows rows = batch.rows(subnet);
    batch.put(subnet, rows.withAllocations(rows.allocations().put(address, allocation)));
    String owner = allocation.owner();
    if (owner != null) {
      MemoryContent at = contentButRows();
      SortedTree<Place, Allocation> held = at.owners.get(owner);
      SortedTree<Place, Allocation> others = held == null ? SortedTree.by(Place.ORDER) : held;
      Place place = new Place(subnet.id(), subnet.number(), address);
      at.owners = at.owners.put(owner, others.put(place, allocation));
    }
  }

  @Override
  public void deleteAllocation(StoredSubnet subnet, Allocation allocation) {
    IpAddress address = allocation.address();
    tell(subnet, address);
    SubnetRows rows = batch.rows(subnet);
    batch.put(subnet, rows.withAllocations(rows.allocations().remove(address)));
    String owner = allocation.owner();
    MemoryContent at = contentButRows();
    SortedTree<Place, Allocation> held = owner == null ? null : at.owners.get(owner);
    if (owner != null && held != null) {
      SortedTree<Place, Allocation> others =
          held.remove(new Place(subnet.id(), subnet.number(), address));
      at.owners = others.isEmpty() ? at.owners.remove(owner) : at.owners.put(owner, others);
    }
  }

  private void tell(StoredSubnet subnet, IpAddress address) {
    batch.tell(
        steps -> {
          StoredSubnet live = steps.live(subnet.id(), subnet.number());
          return live == null ? null : steps.address(live, address);
        });
  }

  @Override
  public List<Held> heldBy(String owner) {
    List<Held> found = new ArrayList<>();
    MemoryContent at = content();
    SortedTree<Place, Allocation> held = at.owners.get(owner);
    if (held != null) {
      held.values()
          .forEachRemaining(
              allocation -> {
                StoredSubnet subnet = at.subnets.get(allocation.subnetId());
                // What a removed subnet left may bear the id of the present one.
                if (subnet != null
                    && allocation.equals(at.allocation(subnet, allocation.address()))) {
                  found.add(new Held(subnet, allocation));
                }
              });
    }
    return found;
  }

  @Override
  public void forEachAllocated(StoredSubnet subnet, Consumer<IpAddress> visitor) {
    batch.rows(subnet).allocations().keys().forEachRemaining(visitor);
  }

  @Override
  public void forEachRemoved(BiConsumer<StoredSubnet, @Nullable IpAddress> visitor) {
    content()
        .removed
        .values()
        .forEachRemaining(removed -> visitor.accept(removed.subnet(), removed.doneTo()));
  }

  @Override
  public List<Allocation> nextOfRemoved(Removed removed, int limit) {
    List<Allocation> next = new ArrayList<>(limit);
    Iterator<Allocation> left = batch.rows(removed.subnet()).allocations().values();
    while (next.size() < limit && left.hasNext()) {
      next.add(left.next());
    }
    return next;
  }

  @Override
  public void noteRemoved(Removed removed, boolean done) {
    long number = removed.subnet().number();
    MemoryContent at = batch.changing();
    if (done) {
      at.removed = at.removed.remove(number);
      at.rows = at.rows.remove(number);
    } else {
      at.removed = at.removed.put(number, removed);
    }
  }

  @Override
  public StoreCorruptException contradiction(String table, String row, String problem) {
    return new StoreCorruptException(
        MemoryStore.LOCATION, "table " + table + ", row \"" + row + "\"", problem);
  }

  @Override
  public IndexTables index() {
    return NoIndexTables.INSTANCE;
  }

  @Override
  public PoolTables pools() {
    return pools;
  }

  @Override
  public PassTables passes() {
    return passes;
  }

  @Override
  public KeyTables keys() {
    return keys;
  }

  @Override
  public RestTables rests() {
    return rests;
  }

  @Override
  public CarrierTables carriers() {
    return carriers;
  }

  @Override
  public void mark() {
    batch.mark();
  }

  @Override
  public void release() {
    batch.release();
  }

  @Override
  public void rollback() {
    batch.rollback();
  }

  @Override
  public boolean isDirty() {
    return batch.size() > 0 || !contentButRows().marks.equals(home.shown().marks);
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public int size() {
    return batch.size();
  }

  /** Never fails: what is shown is exchanged as a whole. */
  @Override
  public void commit() {
    if (isDirty()) {
      home.show(batch.finish());
    }
  }

  @Override
  public Reads reads() {
    return reads;
  }

  @Override
  public void close(Supplier<? extends IpamException> why) {
    reads.close(why);
  }

  /** Goes on behind what other tables have told. */
  void startChangesAfter(long lastChange) {
    batch.changing().changes = MemoryChanges.after(lastChange);
  }

  MemoryHome home() {
    return home;
  }
}
