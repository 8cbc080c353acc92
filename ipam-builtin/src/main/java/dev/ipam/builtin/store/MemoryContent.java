package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;
import dev.ipam.builtin.store.CarrierTables.Carrier;
import dev.ipam.builtin.store.Tables.Removed;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.SubnetPool;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.AuthorityState;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a store in memory holds at one moment. The one that writes changes its own by
 * setting fields, and gives it away when the batch is committed: after that nobody changes it. What
 * the fields hold is immutable, so that a copy costs no more than the fields.
 */
final class MemoryContent implements RecordView {
  /** Names an allocation of an owner, in the order in which it is listed. */
  record Place(String subnetId, long number, IpAddress address) {
    static final Comparator<Place> ORDER =
        Comparator.comparing(Place::subnetId, CodePoints.ORDER)
            .thenComparingLong(Place::number)
            .thenComparing(Place::address);
  }

  Marks marks;
  AuthorityState authority;

  /** The subnets by id. */
  SortedTree<String, StoredSubnet> subnets;

  /** The ids of subnets by their CIDR. */
  SortedTree<Cidr, SortedTree<String, Boolean>> byCidr;

  /** What there is of each subnet, also of removed ones, by its number. */
  SortedTree<Long, SubnetRows> rows;

  /** Removed subnets of which allocations are left. */
  SortedTree<Long, Removed> removed;

  /** What each owner holds, also in removed subnets. */
  SortedTree<String, SortedTree<Place, Allocation>> owners;

  SortedTree<String, KeyRecord> keys;
  SortedTree<String, List<IpAddress>> results;
  SortedTree<String, SubnetPool> pools;
  SortedTree<String, AddressScope> scopes;

  /** The subnets of each pool. */
  SortedTree<String, SortedTree<Cidr, PoolBlock>> blocks;

  /** What came with a key from the store that is followed, by token. */
  SortedTree<String, SortedTree<Long, Carrier>> carriers;

  /** Keys that must be settled, with their records where they have come. */
  SortedTree<String, Optional<SnapshotRecord.KeyRecord>> due;

  MemoryChanges changes;

  /** Makes the content of a new store. */
  MemoryContent() {
    marks = Marks.NONE;
    authority = new AuthorityState.Unused();
    subnets = SortedTree.by(CodePoints.ORDER);
    byCidr = SortedTree.natural();
    rows = SortedTree.natural();
    removed = SortedTree.natural();
    owners = SortedTree.by(CodePoints.ORDER);
    keys = SortedTree.by(CodePoints.ORDER);
    results = SortedTree.by(CodePoints.ORDER);
    pools = SortedTree.by(CodePoints.ORDER);
    scopes = SortedTree.by(CodePoints.ORDER);
    blocks = SortedTree.by(CodePoints.ORDER);
    carriers = SortedTree.by(CodePoints.ORDER);
    due = SortedTree.by(CodePoints.ORDER);
    changes = MemoryChanges.NOTHING;
  }

  private MemoryContent(MemoryContent other) {
    marks = other.marks;
    authority = other.authority;
    subnets = other.subnets;
    byCidr = other.byCidr;
    rows = other.rows;
    removed = other.removed;
    owners = other.owners;
    keys = other.keys;
    results = other.results;
    pools = other.pools;
    scopes = other.scopes;
    blocks = other.blocks;
    carriers = other.carriers;
    due = other.due;
    changes = other.changes;
  }

  MemoryContent copy() {
    return new MemoryContent(this);
  }

  SubnetRows rows(long number) {
    SubnetRows found = rows.get(number);
    return found == null ? SubnetRows.NONE : found;
  }

  SubnetRows rows(StoredSubnet subnet) {
    return rows(subnet.number());
  }

  boolean isLive(String id, long number) {
    StoredSubnet stored = subnets.get(id);
    return stored != null && stored.number() == number;
  }

  @Override
  public Marks marks() {
    return marks;
  }

  @Override
  public @Nullable StoredSubnet subnet(String id) {
    return subnets.get(id);
  }

  @Override
  public @Nullable Allocation allocation(StoredSubnet subnet, IpAddress address) {
    return rows(subnet).allocations().get(address);
  }

  @Override
  public @Nullable Long rest(StoredSubnet subnet, UInt128 offset) {
    return rows(subnet).rests().get(offset);
  }

  @Override
  public @Nullable PassRecord pass(StoredSubnet subnet) {
    return rows(subnet).pass();
  }

  @Override
  public boolean isSpent(StoredSubnet subnet, UInt128 offset) {
    return rows(subnet).spent().contains(offset);
  }

  @Override
  public @Nullable KeyRecord key(String name) {
    return keys.get(name);
  }

  @Override
  public @Nullable SubnetPool pool(String id) {
    return pools.get(id);
  }

  @Override
  public @Nullable AddressScope scope(String id) {
    return scopes.get(id);
  }
}
