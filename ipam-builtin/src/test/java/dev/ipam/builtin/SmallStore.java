package dev.ipam.builtin;

import dev.ipam.builtin.store.StoreContent;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpFamily;
import dev.ipam.request.AddressScope;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A small store that has rows of each table, in files and in its log, and how it came about. */
final class SmallStore {
  /** How the store came to its end. */
  enum Ending {
    CLOSED,
    KILLED,
    /** While one table was in a file and the others in two logs. */
    KILLED_WITH_TWO_LOGS
  }

  private final List<Integer> logLengths = new ArrayList<>();
  private final List<String> contents = new ArrayList<>();
  private final StoreImage image;
  private int keys;
  private final Map<String, String> tablesOfFiles;

  /** Makes one in a directory that is missing. */
  SmallStore(Path store, Ending ending) {
    prepare(store);
    BuiltinDriver driver = Opened.in(store);
    note(0, driver);
    late(driver, store, 3);
    if (ending == Ending.KILLED_WITH_TWO_LOGS) {
      driver
          .engine()
          .run(
              session -> {
                StoreContent.flushAllocations(session.tables());
                return true;
              });
      logLengths.clear();
      contents.clear();
      note(0, driver);
    }
    late(driver, store, 5);
    if (ending == Ending.CLOSED) {
      driver.close();
      image = StoreImage.of(store);
    } else {
      image = StoreImage.of(store);
      driver.close();
    }
    Path copy = store.resolveSibling("copy");
    image.writeTo(copy);
    tablesOfFiles = new TreeMap<>(StoreContent.tablesOfFiles(copy));
    StoreImage.delete(copy);
  }

  StoreImage image() {
    return image;
  }

  /** All rows as they are in the end. */
  String content() {
    return contents.get(contents.size() - 1);
  }

  /** Which table each file with rows is of. */
  Map<String, String> tablesOfFiles() {
    return tablesOfFiles;
  }

  /**
   * Returns what may be left where the newest log was hit at a byte: all rows before the batch that
   * is hit. Behind a byte that was changed, and not just cut off, that is the last batch only.
   */
  List<String> mayBeLeft(int at, boolean cut) {
    int last = contents.size() - 1;
    for (int batch = last; batch >= 0; batch--) {
      if (logLengths.get(batch) <= at) {
        return cut || batch == last - 1 ? List.of(contents.get(batch)) : List.of();
      }
    }
    return List.of();
  }

  /**
   * In two openings, so that a table has at most three files in the end: RocksDB merges four, and
   * where that meets damage, closing waits for a second.
   */
  private static void prepare(Path store) {
    try (BuiltinDriver driver = Opened.in(store)) {
      driver.createSubnet(
          SubnetRequest.of("a", "10.0.0.0/24").withRest(Duration.ofHours(1)).withKey("a"));
      driver.createSubnet(SubnetRequest.of("b", "2001:db8::/64").withKey("b"));
      driver.createScope(new AddressScope("s", "default", IpFamily.IPV4, false));
      driver.createPool(SubnetPoolRequest.of("p", Cidr.parse("10.1.0.0/16")).withScopeId("s"));
      driver.createSubnet(SubnetRequest.fromPool("c", "p", 24));
      driver.createSubnet(SubnetRequest.of("gone", "10.2.0.0/16"));
      driver.allocate(AllocationRequest.bulk("gone", 600));
      driver.removeSubnet("gone", true);
      early(driver, 9);
    }
  }

  private static void early(BuiltinDriver driver, int batches) {
    for (int i = 0; i < batches; i++) {
      String subnet = List.of("a", "b", "c").get(i % 3);
      var got = driver.allocate(AllocationRequest.bulk(subnet, 3).withOwner("me"));
      driver.release(ReleaseRequest.of(got.get(1)));
      if (i % 3 == 1) {
        driver.allocate(AllocationRequest.any(subnet).withKey("key of " + got.get(0)));
      }
    }
  }

  private void late(BuiltinDriver driver, Path store, int batches) {
    for (int i = 0; i < batches; i++) {
      driver.allocate(AllocationRequest.bulk("a", 2).withOwner("you").withKey("late " + ++keys));
      StoreImage now = StoreImage.of(store);
      note(now.files().get(now.newestLog()).length, driver);
    }
  }

  private void note(int logLength, BuiltinDriver driver) {
    logLengths.add(logLength);
    contents.add(driver.engine().run(session -> StoreContent.of(session.tables())));
  }
}
