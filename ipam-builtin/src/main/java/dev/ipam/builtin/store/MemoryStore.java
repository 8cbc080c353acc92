package dev.ipam.builtin.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A store that is nowhere but in memory: another one each time it is made. */
final class MemoryStore implements Store {
  /** Where it is, for people. */
  static final String LOCATION = "memory";

  private static final String FORMAT = "none";

  private final UUID id = UUID.randomUUID();
  private final ChangeRetention changes;
  private MemoryHome home = new MemoryHome();

  MemoryStore(ChangeRetention changes) {
    this.changes = changes;
  }

  /** What was committed last is there also after tables have been dropped. */
  @Override
  public Tables tables() {
    return new MemoryTables(home, changes);
  }

  @Override
  public StoreImport beginImport() {
    MemoryTables beside = new MemoryTables(new MemoryHome(), ChangeRetention.NONE);
    return new StoreImport(new MemoryImportTarget(beside));
  }

  /** The tables of an import that is given up are held by nobody. */
  @Override
  public void discardImport() {}

  @Override
  public void adopt(StoreImport done) {
    done.close();
    if (done.target() instanceof MemoryImportTarget target) {
      home = target.home();
    }
  }

  @Override
  public @Nullable String holder() {
    return null;
  }

  @Override
  public boolean hasFiles() {
    return false;
  }

  @Override
  public boolean keepsChanges() {
    return !changes.isNone();
  }

  @Override
  public UUID id() {
    return id;
  }

  @Override
  public String location() {
    return LOCATION;
  }

  @Override
  public String format() {
    return FORMAT;
  }

  /** Lets go of everything, also where somebody still holds the closed driver. */
  @Override
  public void close() {
    home = new MemoryHome();
  }
}
