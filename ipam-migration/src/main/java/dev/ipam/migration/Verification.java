package dev.ipam.migration;

import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares everything that two stores hold, record by record, each as of one moment, in memory that
 * does not grow with it.
 *
 * <p>What a driver without export cannot tell (passes, rests, keys, the token mark) is left out on
 * both sides. A rest that ended while it was compared makes no difference. The token mark of the
 * second store may be the higher one: it only says which numbers never come again.
 *
 * @ipam.rule 7.25
 * @since 0.1
 */
public final class Verification {
  private Verification() {}

  /**
   * Compares two stores.
   *
   * @param left the one store
   * @param right the other store
   * @param listener is told how it goes
   * @param differences is told each difference, in canonical order
   * @return how many records the one store has
   */
  public static long compare(
      OpenedStore left,
      OpenedStore right,
      MigrationListener listener,
      Consumer<Difference> differences) {
    try (Opened opened = open(left, right)) {
      return opened.compare(listener, differences);
    }
  }

  /** Opens two stores, each as of now where it can be read so. */
  static Opened open(OpenedStore left, OpenedStore right) {
    boolean all = Records.canExport(left) && Records.canExport(right);
    RecordCursor one = new RecordCursor(records(left, all));
    try {
      return new Opened(right, one, new RecordCursor(records(right, all)), all);
    } catch (RuntimeException e) {
      one.close();
      throw e;
    }
  }

  /**
   * Two stores that are being read.
   *
   * @param store the second of them
   * @param isOfOneMoment whether each is read as of the moment at which it was opened
   */
  record Opened(OpenedStore store, RecordCursor left, RecordCursor right, boolean isOfOneMoment)
      implements AutoCloseable {
    long compare(MigrationListener listener, Consumer<Difference> differences) {
      return Comparison.run(
          left,
          right,
          listener,
          (place, a, b) -> {
            if (differs(store, a, b)) {
              differences.accept(Difference.of(place, a, b));
            }
          });
    }

    @Override
    public void close() {
      try (right) {
        left.close();
      }
    }
  }

  private static Stream<SnapshotRecord> records(OpenedStore store, boolean all) {
    Stream<SnapshotRecord> records = Records.of(store);
    return all
        ? records
        : records
            .filter(
                record ->
                    record instanceof ScopeRecord
                        || record instanceof PoolRecord
                        || record instanceof SubnetRecord
                        || record instanceof AllocationRecord)
            .map(Verification::withoutKey);
  }

  private static SnapshotRecord withoutKey(SnapshotRecord record) {
    return record instanceof SubnetRecord subnet ? new SubnetRecord(subnet.subnet(), null) : record;
  }

  private static boolean differs(
      OpenedStore right, @Nullable SnapshotRecord a, @Nullable SnapshotRecord b) {
    if (a instanceof TokenMark one && b instanceof TokenMark other) {
      return one.token() > other.token();
    }
    SnapshotRecord only = a == null ? b : b == null ? a : null;
    if (only instanceof RestRecord rest) {
      return rest.until().isAfter(now(right));
    }
    return a == null || !a.equals(b);
  }

  private static Instant now(OpenedStore store) {
    return store.hasAuthority() ? store.authority().now() : Instant.now();
  }
}
