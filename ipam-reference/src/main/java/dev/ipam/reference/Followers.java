package dev.ipam.reference;

import dev.ipam.error.ChangesNotKeptException;
import dev.ipam.reference.check.StoreCheck;
import dev.ipam.reference.db.Dialect;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.rows.StoreRow;
import dev.ipam.reference.transfer.Changes;
import dev.ipam.reference.transfer.Export;
import dev.ipam.reference.transfer.Positions;
import dev.ipam.reference.transfer.SnapshotReader;
import dev.ipam.reference.transfer.SnapshotStream;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.CheckProblem;
import dev.ipam.spi.CheckReport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What leaves the store as a whole: its content, and what changes in it. */
final class Followers {
  private final Reads reads;
  private final Dialect dialect;
  private final StoreTime time;
  private final Positions positions;

  Followers(Reads reads, Dialect dialect, StoreTime time, String storeId) {
    this.reads = reads;
    this.dialect = dialect;
    this.time = time;
    this.positions = new Positions(storeId);
  }

  Stream<SnapshotRecord> export() {
    return reads.stream(
        connection -> {
          Sql sql = new Sql(connection);
          StoreRow store = StoreRow.read(sql, dialect);
          return SnapshotStream.of(
              sql, Export.of(new SnapshotReader(sql, now(store)), store.token()), reads::failure);
        });
  }

  private long now(StoreRow store) {
    return Math.max(store.millis(), time.millis(store));
  }

  /** A following store has the space of its pools made when it ends following. */
  CheckReport check(Consumer<CheckProblem> problems) {
    return reads.readAtOnce(sql -> StoreCheck.run(sql, StoreRow.read(sql, dialect), problems));
  }

  String position() {
    return positions.text(reads.read(sql -> StoreRow.read(sql, dialect)).version());
  }

  Stream<Change> changes(String position) {
    return reads.stream(
        connection -> {
          Sql sql = new Sql(connection);
          StoreRow store = StoreRow.read(sql, dialect);
          long after = positions.version(position);
          if (after < store.changesAfter() || after > store.version()) {
            throw new ChangesNotKeptException(position, positions.text(store.changesAfter()));
          }
          SnapshotReader reader = new SnapshotReader(sql, now(store));
          return SnapshotStream.of(
              sql, new Changes(sql, reader, positions, store, after), reads::failure);
        });
  }
}
