package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The passes in memory. */
final class MemoryPassTables implements PassTables {
  private final MemoryBatch batch;

  MemoryPassTables(MemoryBatch batch) {
    this.batch = batch;
  }

  private SubnetRows rows(StoredSubnet subnet) {
    return batch.rows(subnet);
  }

  @Override
  public @Nullable PassRecord get(StoredSubnet subnet) {
    return rows(subnet).pass();
  }

  @Override
  public void put(StoredSubnet subnet, PassRecord pass) {
    UInt128 position = pass.position();
    batch.tell(
        steps -> {
          StoredSubnet live = steps.live(subnet.id(), subnet.number());
          return live == null ? null : steps.pass(live, position);
        });
    batch.put(subnet, rows(subnet).withPass(pass));
  }

  @Override
  public void forEachSpent(StoredSubnet subnet, Consumer<UInt128> visitor) {
    rows(subnet).spent().keys().forEachRemaining(visitor);
  }

  @Override
  public void putSpent(StoredSubnet subnet, long hi, long lo) {
    UInt128 offset = new UInt128(hi, lo);
    batch.tell(
        steps -> {
          StoredSubnet live = steps.live(subnet.id(), subnet.number());
          return live == null ? null : steps.spent(live, offset);
        });
    SubnetRows rows = rows(subnet);
    batch.put(subnet, rows.withSpent(rows.spent().put(offset, true)));
  }

  @Override
  public void deleteSpent(StoredSubnet subnet, UInt128 first, UInt128 last) {
    batch.tell(
        steps -> {
          StoredSubnet live = steps.live(subnet.id(), subnet.number());
          return live == null ? null : steps.unspent(live, first, last);
        });
    SubnetRows rows = rows(subnet);
    SortedTree<UInt128, Boolean> spent = rows.spent();
    for (UInt128 offset : between(spent.keysFrom(first), last)) {
      spent = spent.remove(offset);
    }
    batch.put(subnet, rows.withSpent(spent));
  }

  private static List<UInt128> between(Iterator<UInt128> offsets, UInt128 last) {
    List<UInt128> found = new ArrayList<>();
    while (offsets.hasNext()) {
      UInt128 next = offsets.next();
      if (next.compareTo(last) > 0) {
        break;
      }
      found.add(next);
    }
    return found;
  }
}
