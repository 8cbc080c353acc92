package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;
import java.util.Iterator;

/** The rests in memory. */
final class MemoryRestTables implements RestTables {
  private final MemoryBatch batch;

  MemoryRestTables(MemoryBatch batch) {
    this.batch = batch;
  }

  private void tell(StoredSubnet subnet, UInt128 offset) {
    batch.tell(
        steps -> {
          StoredSubnet live = steps.live(subnet.id(), subnet.number());
          return live == null
              ? null
              : steps.address(live, live.subnet().cidr().first().plus(offset.hi(), offset.lo()));
        });
  }

  @Override
  public void put(StoredSubnet subnet, long hi, long lo, long untilMillis) {
    UInt128 offset = new UInt128(hi, lo);
    tell(subnet, offset);
    SubnetRows rows = batch.rows(subnet);
    batch.put(subnet, rows.withRests(rows.rests().put(offset, untilMillis)));
  }

  @Override
  public void delete(StoredSubnet subnet, long hi, long lo) {
    UInt128 offset = new UInt128(hi, lo);
    tell(subnet, offset);
    SubnetRows rows = batch.rows(subnet);
    batch.put(subnet, rows.withRests(rows.rests().remove(offset)));
  }

  @Override
  public void deleteAll(StoredSubnet subnet) {
    batch.put(subnet, batch.rows(subnet).withRests(SubnetRows.NONE.rests()));
  }

  @Override
  public void forEach(StoredSubnet subnet, Visitor visitor) {
    SortedTree<UInt128, Long> rests = batch.rows(subnet).rests();
    Iterator<UInt128> offsets = rests.keys();
    Iterator<Long> ends = rests.values();
    while (offsets.hasNext()) {
      visitor.visit(offsets.next(), ends.next());
    }
  }
}
