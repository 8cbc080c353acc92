package dev.ipam.builtin;

import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.RequestKind;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.ImportSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Prints how long it takes to open a store of many allocations, all in one /8, and to get the first
 * answers from it. Arguments: how many (10,000,000 by default), the directory to make it in.
 */
final class OpenFigures {
  private static final int BATCH = 10_000;

  private OpenFigures() {}

  public static void main(String[] args) throws Exception {
    int count = args.length > 0 ? Integer.parseInt(args[0]) : 10_000_000;
    Path directory = args.length > 1 ? Path.of(args[1]) : Files.createTempDirectory("figures");
    Path store = directory.resolve("store");
    timed(
        "import " + count,
        () -> {
          try (BuiltinDriver driver = open(store, true)) {
            fill(driver, count);
          }
          return count;
        });
    for (int round = 0; round < 3; round++) {
      try (BuiltinDriver driver = timed("open", () -> open(store, false))) {
        timed("first usage", () -> driver.usage("s").allocated());
        timed("second usage", () -> driver.usage("s").allocated());
        timed("first allocation", () -> driver.allocate(AllocationRequest.any("s")));
        timed("second allocation", () -> driver.allocate(AllocationRequest.any("s")));
      }
    }
    StoreImage.delete(store);
  }

  private static BuiltinDriver open(Path store, boolean create) {
    return Opened.with(Opened.context(store, Clock.systemUTC(), create, Map.of()));
  }

  private static void fill(BuiltinDriver driver, int count) {
    SpecificSubnetRequest request = SubnetRequest.of("s", "10.0.0.0/8");
    SpecificSubnetRequest lowest =
        request.withSettings(request.withPolicy(AllocationPolicy.LOWEST).settings());
    try (ImportSession session = driver.beginImport()) {
      Subnet subnet = Subnet.of(lowest);
      session.add(
          List.of(
              new SnapshotRecord.TokenMark(count), new SnapshotRecord.SubnetRecord(subnet, null)));
      IpAddress first = IpAddress.parse("10.0.0.2");
      for (int done = 0; done < count; done += BATCH) {
        List<SnapshotRecord> records = new ArrayList<>(BATCH);
        for (int i = done; i < Math.min(count, done + BATCH); i++) {
          records.add(
              new SnapshotRecord.AllocationRecord(
                  new Allocation(
                      "s",
                      first.plus(i),
                      "owner-" + i % 100_000,
                      Instant.EPOCH,
                      RequestKind.ANY,
                      i + 1L,
                      null,
                      AllocationContext.NONE)));
        }
        session.add(records);
      }
      session.commit();
    }
  }

  private static <T> T timed(String what, Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    double millis = (System.nanoTime() - start) / 1e6;
    System.out.printf(Locale.ROOT, "%-20s %10.1f ms%n", what, millis);
    return result;
  }
}
