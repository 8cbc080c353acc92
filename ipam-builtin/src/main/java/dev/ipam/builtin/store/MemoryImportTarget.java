package dev.ipam.builtin.store;

/** Tables in memory that nobody sees yet. */
final class MemoryImportTarget implements ImportTarget {
  private final MemoryTables tables;

  MemoryImportTarget(MemoryTables tables) {
    this.tables = tables;
  }

  @Override
  public Tables tables() {
    return tables;
  }

  @Override
  public ImportNotes notes() {
    return new MemoryImportNotes();
  }

  @Override
  public void startChangesAfter(long lastChange) {
    tables.startChangesAfter(lastChange);
  }

  /** Nothing is more durable than it is. */
  @Override
  public void settle() {}

  MemoryHome home() {
    return tables.home();
  }
}
