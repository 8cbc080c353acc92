package dev.ipam.migration;

import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;

/**
 * The highest token that is held, for a source that cannot tell which one it gave last: that of an
 * address that has been freed since may have been higher, and must never be given again (rule
 * IPAM-3.42).
 */
final class TokensSeen {
  /** As far beyond as a restored backup begins, for the same reason (rule IPAM-7.21). */
  private static final long BEYOND = 1L << 32;

  private long highest;

  void note(SnapshotRecord record) {
    if (record instanceof AllocationRecord held) {
      highest = Math.max(highest, held.allocation().token());
    }
  }

  /** Has the target give higher tokens than the source can have given. */
  void raise(Target target) {
    if (highest > 0) {
      target.add(new Change.Upsert(new TokenMark(highest + BEYOND)));
      target.complete();
    }
  }
}
