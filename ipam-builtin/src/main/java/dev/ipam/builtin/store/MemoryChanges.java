package dev.ipam.builtin.store;

import dev.ipam.snapshot.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a store in memory keeps of its changes, as of one commit.
 *
 * <p>Commits stand in blocks, of which a slot is written once, before the commit is shown: whoever
 * holds an older view never looks at the slots behind its own last commit, so that blocks are
 * shared by all.
 *
 * @param floor the commit after which all are kept
 * @param last the commit that was the last
 * @param total how many entries there have ever been
 * @param blocks the commits, by number of block
 */
record MemoryChanges(long floor, long last, long total, SortedTree<Long, Commit[]> blocks) {
  static final MemoryChanges NOTHING = new MemoryChanges(0, 0, 0, SortedTree.natural());

  private static final int BLOCK_BITS = 9;
  private static final int BLOCK = 1 << BLOCK_BITS;

  /** How many commits at most are let go of with one. */
  private static final int MOST_PRUNED = 4_096;

  /** Says what changed: the step is made when it is told, of how it is by then. */
  @FunctionalInterface
  interface Entry {
    /** Null where what changed went with its subnet, whose removal is told. */
    Change.@Nullable Step told(ChangeSteps steps);
  }

  /**
   * What one commit changed.
   *
   * @param millis its time
   * @param total how many entries there had ever been with it
   * @param entries what changed
   */
  record Commit(long millis, long total, List<Entry> entries) {}

  /** Goes on behind what another store has told, of which this one knows nothing. */
  static MemoryChanges after(long former) {
    return new MemoryChanges(former + 1, former + 1, 0, SortedTree.natural());
  }

  /** A commit that is kept. */
  Commit commit(long number) {
    Commit[] block = blocks.get(block(number));
    Commit commit = block == null ? null : block[slot(number)];
    if (commit == null) {
      throw new IllegalStateException("commit " + number + " is not kept");
    }
    return commit;
  }

  private static long block(long number) {
    return number >>> BLOCK_BITS;
  }

  private static int slot(long number) {
    return (int) (number & (BLOCK - 1));
  }

  /** Adds a commit, and lets go of what need not be kept. */
  MemoryChanges with(List<Entry> entries, long millis, ChangeRetention keep) {
    long number = last + 1;
    long sum = total + entries.size();
    SortedTree<Long, Commit[]> all = blocks;
    Commit[] block = all.get(block(number));
    if (block == null) {
      block = new Commit[BLOCK];
      all = all.put(block(number), block);
    }
    block[slot(number)] = new Commit(millis, sum, entries);
    MemoryChanges next = new MemoryChanges(floor, number, sum, all);
    return next.pruned(millis, keep);
  }

  private MemoryChanges pruned(long now, ChangeRetention keep) {
    long from = floor;
    while (from < last && from - floor < MOST_PRUNED && !isKept(commit(from + 1), now, keep)) {
      from++;
    }
    if (from == floor) {
      return this;
    }
    SortedTree<Long, Commit[]> left = blocks;
    for (long gone = block(floor + 1); gone < block(from + 1); gone++) {
      left = left.remove(gone);
    }
    return new MemoryChanges(from, last, total, left);
  }

  private boolean isKept(Commit commit, long now, ChangeRetention keep) {
    return total - commit.total() < keep.count() && now - commit.millis() <= keep.millis();
  }
}
