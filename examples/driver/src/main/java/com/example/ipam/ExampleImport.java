package com.example.ipam;

import dev.ipam.error.InvalidDumpException;
import dev.ipam.error.StoreNotEmptyException;
import dev.ipam.snapshot.SnapshotCheck;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.Capability;
import dev.ipam.spi.ImportSession;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An import: a store beside the one that is served, whose content it becomes at the end. */
final class ExampleImport implements ImportSession {
  private final ExampleDriver driver;
  private final String name;
  private final Store store;
  private final Store next = new Store();
  private final SnapshotCheck check = new SnapshotCheck();
  private final Set<Long> tokens = new HashSet<>();
  private @Nullable Space space;
  private boolean over;

  ExampleImport(ExampleDriver driver, String name, Store store) {
    this.driver = driver;
    this.name = name;
    this.store = store;
    requireEmpty();
  }

  private void requireEmpty() {
    if (!store.subnets.isEmpty()) {
      throw new StoreNotEmptyException(name);
    }
  }

  /** An import that failed takes nothing more; only the last step leaves it so on purpose. */
  private void begin() {
    if (over) {
      throw new IllegalStateException("the import is over");
    }
    over = true;
  }

  @Override
  public void add(List<SnapshotRecord> records) {
    begin();
    records.forEach(this::add);
    over = false;
  }

  private void add(SnapshotRecord record) {
    check.accept(record);
    Capability.neededBy(record).forEach(each -> each.require(ExampleDriver.CAPABILITIES));
    if (record instanceof SnapshotRecord.TokenMark mark) {
      next.token = mark.token();
    } else if (record instanceof SnapshotRecord.SubnetRecord subnet) {
      space = new Space(subnet.subnet());
      next.subnets.put(subnet.subnet().id(), space);
    } else if (space != null) {
      if (record instanceof SnapshotRecord.AllocationRecord held
          && !tokens.add(held.allocation().token())) {
        throw new InvalidDumpException(
            "record " + check.records(), "token " + held.allocation().token() + " comes twice");
      }
      space.restore(record);
    }
  }

  @Override
  public void commit() {
    begin();
    check.end();
    synchronized (store) {
      driver.begin(Set.of());
      requireEmpty();
      store.subnets.putAll(next.subnets);
      store.token = Math.max(store.token, next.token);
    }
  }

  @Override
  public void close() {
    over = true;
  }
}
