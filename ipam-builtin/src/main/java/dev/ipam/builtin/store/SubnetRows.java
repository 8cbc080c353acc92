package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import org.jspecify.annotations.Nullable;

/**
 * What a store in memory holds of one subnet; of a removed one, allocations alone.
 *
 * @param allocations by address
 * @param rests until when, by offset
 * @param spent what is spent ahead of the pass
 * @param pass how far the pass has come, where there are passes
 */
record SubnetRows(
    SortedTree<IpAddress, Allocation> allocations,
    SortedTree<UInt128, Long> rests,
    SortedTree<UInt128, Boolean> spent,
    @Nullable PassRecord pass) {
  static final SubnetRows NONE =
      new SubnetRows(SortedTree.natural(), SortedTree.natural(), SortedTree.natural(), null);

  SubnetRows withAllocations(SortedTree<IpAddress, Allocation> next) {
    return new SubnetRows(next, rests, spent, pass);
  }

  SubnetRows withRests(SortedTree<UInt128, Long> next) {
    return new SubnetRows(allocations, next, spent, pass);
  }

  SubnetRows withSpent(SortedTree<UInt128, Boolean> next) {
    return new SubnetRows(allocations, rests, next, pass);
  }

  SubnetRows withPass(PassRecord next) {
    return new SubnetRows(allocations, rests, spent, next);
  }

  /** What is left of a subnet when it is removed. */
  SubnetRows ofRemoved() {
    return NONE.withAllocations(allocations);
  }
}
