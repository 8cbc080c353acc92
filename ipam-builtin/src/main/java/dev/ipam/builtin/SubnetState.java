package dev.ipam.builtin;

import dev.ipam.builtin.index.OffsetCursor;
import dev.ipam.builtin.index.OffsetRange;
import dev.ipam.builtin.index.PoolIndex;
import dev.ipam.builtin.index.PoolIndexListener;
import dev.ipam.builtin.index.PoolUsage;
import dev.ipam.builtin.index.UInt128;
import dev.ipam.builtin.store.IndexTables;
import dev.ipam.builtin.store.PassRecord;
import dev.ipam.builtin.store.StoredSubnet;
import dev.ipam.builtin.store.Tables;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.Subnet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A subnet with its index in memory. Tells the tables how its pass changes. */
final class SubnetState implements PoolIndexListener {
  /** What a pass was, to return to it. */
  record PassBefore(@Nullable UInt128 position, List<UInt128> spent, boolean spentRows) {}

  private final Tables tables;
  private final IpAddress network;
  private final PoolIndex index;
  private final StoredIndex storedIndex;
  private final List<SubnetState> moved;
  private final List<SubnetState> due;
  private StoredSubnet stored;
  private boolean passMoved;
  private boolean indexDue;
  private boolean spentRows;

  SubnetState(StoredSubnet stored, Tables tables, List<SubnetState> moved, List<SubnetState> due) {
    this.stored = stored;
    this.tables = tables;
    this.moved = moved;
    this.due = due;
    Subnet subnet = stored.subnet();
    network = subnet.cidr().network();
    index =
        hasPass()
            ? new PoolIndex(ranges(subnet.pools()), PoolIndex.Option.PASSES)
            : new PoolIndex(ranges(subnet.pools()));
    index.listen(this);
    storedIndex = new StoredIndex(tables, network, index);
  }

  /** Reads what the tables hold of it. */
  void load() {
    index.listen(PoolIndexListener.NONE);
    storedIndex.load(stored);
    if (hasPass()) {
      PassRecord pass = tables.pass(stored);
      if (pass != null) {
        index.loadPass(pass.position());
      }
      // Also where the pass has not moved yet: releases of named addresses are ahead of it.
      tables.forEachSpent(stored, this::loadSpent);
    }
    index.listen(this);
  }

  private void loadSpent(UInt128 offset) {
    if (!index.loadSpent(offset.hi(), offset.lo())) {
      throw tables.contradiction(
          "spent", stored.id() + " offset " + offset, "it is not free and ahead of the pass");
    }
    spentRows = true;
  }

  StoredSubnet stored() {
    return stored;
  }

  Subnet subnet() {
    return stored.subnet();
  }

  PoolIndex index() {
    return index;
  }

  boolean isTaken(IpAddress address) {
    return index.isTaken(address.offsetHigh(network), address.offsetLow(network));
  }

  boolean take(IpAddress address) {
    return index.take(address.offsetHigh(network), address.offsetLow(network));
  }

  void release(IpAddress address) {
    index.release(address.offsetHigh(network), address.offsetLow(network));
  }

  IpAddress address(long hi, long lo) {
    return network.plus(hi, lo);
  }

  /** Stores an allocation of an address that was taken here. */
  void put(Allocation allocation) {
    tables.putAllocation(stored, allocation);
    touch(allocation.address(), IndexTables.TAKEN);
  }

  /** Stores an allocation in the place of one of the same address. */
  void replace(Allocation before, Allocation after) {
    tables.deleteAllocation(stored, before);
    tables.putAllocation(stored, after);
  }

  /** Deletes an allocation, and releases its address. */
  void delete(Allocation allocation) {
    tables.deleteAllocation(stored, allocation);
    touch(allocation.address(), IndexTables.FREE);
    release(allocation.address());
  }

  private void touch(IpAddress address, int state) {
    if (storedIndex.touch(stored, address, state) && !indexDue) {
      indexDue = true;
      due.add(this);
    }
  }

  /** Writes a part of the index, as the last thing of a batch. */
  void storeIndex() {
    indexDue = false;
    storedIndex.step(stored);
  }

  /** Deletes what is stored of the index, with the subnet. */
  void deleteIndex() {
    storedIndex.delete(stored);
  }

  /** How many addresses are allocated, inside and outside of the pools. */
  long taken() {
    PoolUsage usage = index.usage();
    return usage.takenInPools() + usage.takenOutside();
  }

  void replace(Subnet after) {
    boolean newPools = !after.pools().equals(stored.subnet().pools());
    stored = stored.with(after);
    tables.putSubnet(stored);
    if (newPools) {
      index.setPools(ranges(after.pools()));
    }
  }

  void deleteSpentRows() {
    if (spentRows) {
      tables.deleteSpent(stored, UInt128.ZERO, UInt128.MAX);
      spentRows = false;
    }
  }

  private boolean hasPass() {
    return stored.subnet().policy() == AllocationPolicy.SEQUENTIAL;
  }

  private List<OffsetRange> ranges(List<AddressRange> pools) {
    List<OffsetRange> ranges = new ArrayList<>(pools.size());
    for (AddressRange pool : pools) {
      ranges.add(new OffsetRange(offset(pool.first()), offset(pool.last())));
    }
    return ranges;
  }

  private UInt128 offset(IpAddress address) {
    return new UInt128(address.offsetHigh(network), address.offsetLow(network));
  }

  PassBefore passBefore() {
    if (!hasPass()) {
      return new PassBefore(null, List.of(), false);
    }
    List<UInt128> spent = new ArrayList<>();
    for (OffsetCursor cursor = index.spent(); cursor.next(); ) {
      spent.add(cursor.offset());
    }
    return new PassBefore(index.passPosition(), spent, spentRows);
  }

  /** Undoes what was taken since; what the tables were told is undone there. */
  void undo(List<IpAddress> taken, PassBefore before) {
    index.listen(PoolIndexListener.NONE);
    taken.forEach(this::release);
    if (hasPass()) {
      index.loadPass(before.position());
      before.spent().forEach(offset -> index.loadSpent(offset.hi(), offset.lo()));
      spentRows = before.spentRows();
    }
    index.listen(this);
  }

  void storePass() {
    if (passMoved) {
      passMoved = false;
      tables.putPass(stored, new PassRecord(index.passPosition()));
    }
  }

  /** A pass moves with every allocation, but its row is written once a batch. */
  private void noteMoved() {
    if (!passMoved) {
      passMoved = true;
      moved.add(this);
    }
  }

  @Override
  public void passStarted() {
    deleteSpentRows();
    noteMoved();
  }

  @Override
  public void passMoved(long hi, long lo) {
    noteMoved();
  }

  @Override
  public void passOver() {
    noteMoved();
  }

  @Override
  public void spentAdded(long hi, long lo) {
    spentRows = true;
    tables.putSpent(stored, hi, lo);
  }

  @Override
  public void spentRemoved(long firstHi, long firstLo, long lastHi, long lastLo) {
    tables.deleteSpent(stored, new UInt128(firstHi, firstLo), new UInt128(lastHi, lastLo));
  }
}
