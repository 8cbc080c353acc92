package dev.ipam.migration;

import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.ImportSession;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Copies everything into an empty store, in one step as others see it. */
final class Import {
  private static final int BATCH = 1_000;

  private Import() {}

  static long run(OpenedStore from, OpenedStore to, MigrationListener listener) {
    long count = 0;
    try (Stream<SnapshotRecord> records = Records.of(from);
        ImportSession session = Records.exportable(to).beginImport()) {
      List<SnapshotRecord> batch = new ArrayList<>(BATCH);
      for (Iterator<SnapshotRecord> each = records.iterator(); each.hasNext(); ) {
        batch.add(each.next());
        if (batch.size() == BATCH || !each.hasNext()) {
          session.add(batch);
          count += batch.size();
          listener.advanced(batch.size());
          batch.clear();
        }
      }
      session.commit();
    }
    return count;
  }
}
