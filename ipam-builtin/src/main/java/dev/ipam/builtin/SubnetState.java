package dev.ipam.builtin;

import dev.ipam.builtin.index.OffsetList;
import dev.ipam.builtin.index.OffsetRange;
import dev.ipam.builtin.index.PassState;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A subnet with its index in memory. Tells the tables how its pass and its rests change. */
final class SubnetState implements PoolIndexListener {
  /** A rest that was ended by taking the address. */
  private record Broken(long hi, long lo, long untilMillis) {}

  /** What pass and rests were, to return to it. */
  record Before(
      @Nullable PassState pass, long passStarted, boolean spentRows, List<Broken> brokenSince) {}

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
  private long passStarted = PassRecord.UNKNOWN;
  private long now = Long.MIN_VALUE;
  private boolean rested;
  private @Nullable List<Broken> broken;

  SubnetState(StoredSubnet stored, Tables tables, List<SubnetState> moved, List<SubnetState> due) {
    this.stored = stored;
    this.tables = tables;
    this.moved = moved;
    this.due = due;
    Subnet subnet = stored.subnet();
    network = subnet.cidr().network();
    List<PoolIndex.Option> options = new ArrayList<>();
    if (hasPass()) {
      options.add(PoolIndex.Option.PASSES);
    }
    if (hasRest()) {
      options.add(PoolIndex.Option.RESTED);
    }
    index = new PoolIndex(ranges(subnet.pools()), options.toArray(PoolIndex.Option[]::new));
    index.listen(this);
    storedIndex = new StoredIndex(tables, network, index);
  }

  /** Reads what the tables hold of it. */
  void load() {
    index.listen(PoolIndexListener.NONE);
    storedIndex.load(stored);
    if (hasPass()) {
      PassRecord pass = tables.passes().get(stored);
      if (pass != null) {
        index.loadPass(pass.position());
        passStarted = pass.startedMillis();
      }
      // Also where the pass has not moved yet: releases of named addresses are ahead of it.
      tables.passes().forEachSpent(stored, this::loadSpent);
    }
    if (hasRest()) {
      now = tables.marks().millis();
      index.advance(now);
      tables.rests().forEach(stored, this::loadRest);
    }
    index.listen(this);
  }

  private void loadRest(UInt128 offset, long untilMillis) {
    long hi = offset.hi();
    long lo = offset.lo();
    if (untilMillis <= now) {
      index.loadRested(hi, lo, untilMillis > passStarted);
    } else if (!index.loadResting(hi, lo, untilMillis)) {
      throw tables.contradiction(
          "rests", stored.id() + " " + address(hi, lo), "the address is allocated");
    }
  }

  private void loadSpent(UInt128 offset) {
    if (!index.loadSpent(offset.hi(), offset.lo())) {
      throw tables.contradiction(
          "spent",
          stored.id() + " offset " + offset,
          "it is not of the pools and ahead of the pass");
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

  boolean hasRest() {
    return !stored.subnet().rest().isZero();
  }

  /** Ends the rest of what has rested until a time, and tells whether there is any. */
  boolean advance(long toMillis) {
    now = Math.max(now, toMillis);
    rested = false;
    index.advance(now);
    return rested;
  }

  /** Deletes some rows of what has rested; false where that was all for now. */
  boolean deleteRested(int most) {
    OffsetList settled = index.drainRested(most);
    for (int i = 0; i < settled.size(); i++) {
      tables.rests().delete(stored, settled.hi(i), settled.lo(i));
    }
    return index.hasRested();
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

  /** Deletes an allocation, and releases its address, which may rest from then on. */
  void delete(Allocation allocation, long atMillis) {
    IpAddress address = allocation.address();
    tables.deleteAllocation(stored, allocation);
    touch(address, IndexTables.FREE);
    long hi = address.offsetHigh(network);
    long lo = address.offsetLow(network);
    if (hasRest()) {
      index.release(hi, lo, end(atMillis, subnet().rest().toMillis()));
    } else {
      index.release(hi, lo);
    }
  }

  /** The clock may stand at the end of time. */
  private static long end(long atMillis, long restMillis) {
    return atMillis > Long.MAX_VALUE - restMillis ? Long.MAX_VALUE : atMillis + restMillis;
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

  /** When the next address of the pools has rested, or null where none rests. */
  @Nullable Instant nextRested() {
    OptionalLong earliest = index.earliestRestEnd();
    return earliest.isPresent() ? Instant.ofEpochMilli(earliest.getAsLong()) : null;
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
      tables.passes().deleteSpent(stored, UInt128.ZERO, UInt128.MAX);
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

  /** Returns how everything stands, for {@link #undo} or {@link #keep}. */
  Before before() {
    List<Broken> since = new ArrayList<>();
    broken = since;
    return new Before(hasPass() ? index.passState() : null, passStarted, spentRows, since);
  }

  /** Undoes what was taken since; what the tables were told is undone there. */
  void undo(List<IpAddress> taken, Before before) {
    index.listen(PoolIndexListener.NONE);
    for (IpAddress address : taken) {
      index.release(address.offsetHigh(network), address.offsetLow(network));
    }
    before.brokenSince().forEach(rest -> index.loadResting(rest.hi, rest.lo, rest.untilMillis));
    PassState pass = before.pass();
    if (pass != null) {
      index.restorePass(pass);
      passStarted = before.passStarted();
      spentRows = before.spentRows();
    }
    keep();
    index.listen(this);
  }

  /** What was taken since {@link #before} stays so. */
  void keep() {
    broken = null;
  }

  void storePass() {
    if (passMoved) {
      passMoved = false;
      tables.passes().put(stored, new PassRecord(index.passPosition(), passStarted));
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
    passStarted = hasRest() ? now : PassRecord.UNKNOWN;
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
    tables.passes().putSpent(stored, hi, lo);
  }

  @Override
  public void spentRemoved(long firstHi, long firstLo, long lastHi, long lastLo) {
    tables.passes().deleteSpent(stored, new UInt128(firstHi, firstLo), new UInt128(lastHi, lastLo));
  }

  @Override
  public void restStarted(long hi, long lo, long untilMillis) {
    tables.rests().put(stored, hi, lo, untilMillis);
  }

  /** Nothing is written: by the time that is stored, the row is known to be over. */
  @Override
  public void restEnded(long hi, long lo) {
    rested = true;
  }

  @Override
  public void restBroken(long hi, long lo, long untilMillis) {
    tables.rests().delete(stored, hi, lo);
    if (broken != null) {
      broken.add(new Broken(hi, lo, untilMillis));
    }
  }
}
