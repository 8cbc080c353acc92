package dev.ipam.conformance.mutants;

import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.Exportable;
import dev.ipam.spi.ImportSession;
import dev.ipam.spi.IpamDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** An import that gathers its records, and changes them before it passes them on. */
final class Session implements ImportSession {
  private final ImportSession real;
  private final UnaryOperator<List<SnapshotRecord>> change;
  private final boolean keeps;
  private final List<SnapshotRecord> records = new ArrayList<>();
  private boolean done;

  Session(IpamDriver driver, UnaryOperator<List<SnapshotRecord>> change, boolean keeps) {
    this.real = driver.extension(Exportable.class).orElseThrow().beginImport();
    this.change = change;
    this.keeps = keeps;
  }

  @Override
  public void add(List<SnapshotRecord> more) {
    records.addAll(more);
  }

  @Override
  public void commit() {
    real.add(change.apply(new ArrayList<>(records)));
    real.commit();
    done = true;
  }

  @Override
  public void close() {
    try {
      if (keeps && !done) {
        commit();
      }
    } finally {
      real.close();
    }
  }
}
