package dev.ipam.conformance.mutants;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.StoreUnderTest;
import dev.ipam.conformance.steps.ManualClock;
import dev.ipam.request.Allocation;
import dev.ipam.request.Subnet;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.Authority;
import dev.ipam.spi.ChangeFeed;
import dev.ipam.spi.Exportable;
import dev.ipam.spi.ImportSession;
import dev.ipam.spi.IpamDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/** One of the two drivers of a script, with a store, a second one, and a clock of its own. */
final class Twin implements AutoCloseable {
  private final DriverUnderTest subject;
  private final long seed;
  private final ManualClock clock = new ManualClock();
  private final List<String> positions = new ArrayList<>();
  private final StoreUnderTest store;

  Twin(DriverUnderTest subject, long seed) {
    this.subject = subject;
    this.seed = seed;
    this.store = new StoreUnderTest(subject, clock, new Random(seed));
    positions.add(feed().position());
  }

  IpamDriver driver() {
    return store.driver();
  }

  Authority authority() {
    return part(driver(), Authority.class);
  }

  private ChangeFeed feed() {
    return part(driver(), ChangeFeed.class);
  }

  private static <T> T part(IpamDriver driver, Class<T> type) {
    return driver.extension(type).orElseThrow();
  }

  Object advance(long millis) {
    clock.advance(millis);
    return clock.millis();
  }

  Object reopen() {
    store.reopen();
    return "open again";
  }

  /** Remembers where the changes of this store are, to ask from there later. */
  Object mark() {
    positions.add(feed().position());
    return positions.size();
  }

  /** Returns the changes since one of the positions, without the positions, which are its own. */
  Object changes(int mark) {
    try (Stream<Change> all = feed().changes(positions.get(mark % positions.size()))) {
      return all.map(Change::step).toList();
    }
  }

  Object changesSince(String position) {
    try (Stream<Change> all = feed().changes(position)) {
      return all.map(Change::step).toList();
    }
  }

  List<SnapshotRecord> export() {
    return export(driver());
  }

  private static List<SnapshotRecord> export(IpamDriver driver) {
    try (Stream<SnapshotRecord> all = part(driver, Exportable.class).export()) {
      return new ArrayList<>(all.toList());
    }
  }

  /** Reads an export while something is written behind its first record. */
  Object exportAround(Runnable write) {
    List<SnapshotRecord> read = new ArrayList<>();
    try (Stream<SnapshotRecord> all = part(driver(), Exportable.class).export()) {
      var records = all.iterator();
      read.add(records.next());
      write.run();
      records.forEachRemaining(read::add);
    }
    return read;
  }

  /** Works on a second, empty store of the same driver. */
  Object onAnother(Function<IpamDriver, Object> work) {
    try (StoreUnderTest other = new StoreUnderTest(subject, clock, new Random(seed))) {
      return work.apply(other.driver());
    }
  }

  /** Imports into a second store, and says what it exports and hands out then. */
  Object copied(List<SnapshotRecord> records) {
    return onAnother(
        copy -> {
          load(copy, records);
          List<Object> seen = new ArrayList<>(export(copy));
          for (Subnet each : Views.all(copy)) {
            seen.add(TwinScript.told(() -> copy.allocate(TwinScript.any(each.id()))));
          }
          return seen;
        });
  }

  /** Imports into a second store without a commit, and says what is there then. */
  Object abandoned(List<SnapshotRecord> records) {
    return onAnother(
        copy -> {
          try (ImportSession session = part(copy, Exportable.class).beginImport()) {
            session.add(records);
          }
          return export(copy);
        });
  }

  Object load(List<SnapshotRecord> records) {
    load(driver(), records);
    return "committed";
  }

  private static void load(IpamDriver driver, List<SnapshotRecord> records) {
    try (ImportSession session = part(driver, Exportable.class).beginImport()) {
      session.add(records);
      session.commit();
    }
  }

  List<Allocation> held(String subnet) {
    return Views.held(driver(), subnet);
  }

  @Override
  public void close() {
    store.close();
  }
}
