package dev.ipam.builtin.store;

/** Tables in a directory of their own, not written through a log, made durable as a whole. */
final class RocksImportTarget implements ImportTarget {
  private final RocksTables tables;

  RocksImportTarget(RocksTables tables) {
    this.tables = tables;
    tables.rocks().writeUnlogged();
  }

  @Override
  public Tables tables() {
    return tables;
  }

  @Override
  public ImportNotes notes() {
    return new RocksImportNotes(tables);
  }

  @Override
  public void startChangesAfter(long lastChange) {
    tables.changes().startAfter(lastChange, tables.batch());
  }

  @Override
  public void settle() {
    tables.flush();
  }
}
