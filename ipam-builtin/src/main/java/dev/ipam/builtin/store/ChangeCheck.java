package dev.ipam.builtin.store;

import dev.ipam.builtin.store.ChangeCodec.Head;
import dev.ipam.builtin.store.ChangeCodec.Kept;

/** Checks that the kept changes can be told without a gap, and that each can be read. */
final class ChangeCheck {
  private static final byte[] ALL = {};

  private final CheckContext context;
  private long commit;
  private long expectedCommit;
  private int expectedChunk;
  private long total;

  ChangeCheck(CheckContext context) {
    this.context = context;
  }

  void run() {
    Kept kept = ChangeRows.kept(context.view(), context.decoder());
    expectedCommit = kept.floor() + 1;
    total = kept.total();
    context.forEach(Family.CHANGES, ALL, rows -> check(kept, rows));
    if (expectedCommit <= kept.last() || expectedChunk != 0) {
      context.problem(
          "table changes",
          "commit " + expectedCommit + " is missing of those up to " + kept.last());
    } else if (total != kept.total()) {
      context.problem(
          "table changes", total + " changes are counted at the end, not " + kept.total());
    }
    context.attempt(() -> ChangeRows.read(context.view(), context.decoder(), kept));
  }

  private void check(Kept kept, Rows rows) {
    ByteReader key = new ByteReader(rows.key());
    commit = key.fixed64();
    int chunk = key.fixed32();
    if (commit != expectedCommit || chunk != expectedChunk || commit > kept.last()) {
      context.problem(
          Family.CHANGES,
          rows.key(),
          "commit " + expectedCommit + ", part " + expectedChunk + " is expected here");
    }
    Head head =
        context
            .decoder()
            .decode(
                Family.CHANGES, rows.key(), rows.value(), row -> Head.decode(new ByteReader(row)));
    expectedCommit = head.last() ? commit + 1 : commit;
    expectedChunk = head.last() ? 0 : chunk + 1;
    total = head.total();
  }
}
