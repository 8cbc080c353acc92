package dev.ipam.conformance.rules;

import dev.ipam.error.IpamException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.Subnet;
import dev.ipam.spi.Authority;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rules 6.05, 6.06, 6.16 and 6.17: threads, open streams, and stores that are not there. */
final class StoreRules {
  private StoreRules() {}

  private static final int THREADS = 12;

  @RuleTest(
      value = "6.05",
      check =
          "whether anything that is not safe for several threads is kept in the driver's fields")
  static void manyThreadsShareOneInstance(Bench bench) {
    bench.subnet("all", "10.0.0.0/24");
    List<Callable<?>> calls =
        IntStream.range(0, THREADS)
            .<Callable<?>>mapToObj(i -> () -> life(bench, "own" + i))
            .toList();
    Set<Object> shared = new HashSet<>();
    for (Outcome<Object> each : bench.atOnce(calls.toArray(Callable[]::new))) {
      bench.require(
          shared.add(each.value()), "addresses taken at once differ", each + " was given twice");
    }
    bench.equal("how many addresses of all are held", THREADS, bench.held("all").size());
    try (Stream<Subnet> subnets = bench.driver().subnets()) {
      bench.equal("how many subnets there are", 1L, subnets.count());
    }
  }

  private static Object life(Bench bench, String id) {
    bench.subnet(id, "10.1.0.0/28");
    IpAddress own = bench.any(id);
    IpAddress shared = bench.any("all");
    bench.equal("whether " + own + " is held", true, bench.driver().find(id, own).isPresent());
    bench.release(id, own);
    bench.equal("what is held in " + id, List.of(), bench.held(id));
    bench.driver().removeSubnet(id, false);
    return shared;
  }

  @RuleTest(
      value = "6.06",
      check = {
        "whether a stream holds a lock, or the only connection, until it is closed",
        "whether a stream reads a snapshot"
      })
  static void anOpenStreamStopsNobody(Bench bench) {
    bench.subnet("s", "10.0.0.0/24");
    bench.subnet("t", "10.0.0.0/24");
    bench.any("s");
    bench.any("s");
    try (Stream<Allocation> allocations = bench.driver().allocations("s");
        Stream<Subnet> subnets = bench.driver().subnets()) {
      Iterator<Allocation> held = allocations.iterator();
      held.next();
      subnets.iterator().next();
      bench
          .atOnce(
              () -> bench.any("s"),
              () -> bench.any("t"),
              () -> bench.subnet("u", "10.0.0.0/24"),
              () -> bench.driver().updateSubnet(Make.update("s").withGateway(Make.NO_GATEWAY)),
              () -> bench.held("s"))
          .forEach(Outcome::value);
      int left = 0;
      for (; held.hasNext(); held.next()) {
        left++;
      }
      bench.equal("how many allocations the open stream still has", 1, left);
    }
  }

  @RuleTest(
      value = "6.16",
      check = {
        "whether open(context) asks context.createIfMissing() before it makes anything",
        "whether the refusal leaves a folder, a file or a table behind"
      })
  static void aStoreIsCreatedOnlyWhenAskedTo(Bench bench) {
    Map<String, String> settings = bench.subject().newStore();
    try {
      for (int i = 0; i < 2; i++) {
        bench.refused(
            "StoreNotFound",
            "opening a store that is not there",
            () -> closed(Stores.openAsItIs(bench, settings, false)));
      }
      closed(Stores.openAsItIs(bench, settings, true));
      if (bench.has(Capability.DURABLE)) {
        // Any other store may have ended with its driver.
        closed(Stores.openAsItIs(bench, settings, false));
      }
    } finally {
      bench.subject().destroy(settings);
    }
  }

  private static String closed(IpamDriver driver) {
    driver.close();
    return "opened";
  }

  @RuleTest(
      value = "6.17",
      check = {
        "whether the version is read before anything else, and anything above the driver's refused",
        "whether a migration of the format runs on a store that is newer"
      })
  static void aNewerStoreIsRefusedAndLeftAsItIs(Bench bench) {
    Map<String, String> settings = bench.subject().newStore();
    try {
      closed(Stores.openAsItIs(bench, settings, true));
      if (!bench.subject().makeNewer(settings)) {
        throw new NotProven("DriverUnderTest.makeNewer makes no store of a later version");
      }
      List<String> messages = new ArrayList<>();
      for (boolean create : List.of(false, true)) {
        IpamException error =
            bench.refused(
                "StoreFormatUnsupported",
                "opening a store of a later version",
                () -> closed(Stores.openAsItIs(bench, settings, create)));
        bench.require(
            error.fields().get("found") != null && error.fields().get("supported") != null,
            "the error says which version was found and which are supported",
            String.valueOf(error.fields()));
        messages.add(error.getMessage());
      }
      bench.equal("what it says the second time", messages.get(0), messages.get(1));
    } finally {
      bench.subject().destroy(settings);
    }
  }

  @RuleTest(
      value = "6.17",
      check = "whether anything is written, moved or cleared away before the version is looked at")
  static void aNewerStoreWithContentKeepsItsFiles(Bench bench) {
    Map<String, String> settings = bench.subject().newStore();
    try {
      try (IpamDriver driver = Stores.openAsItIs(bench, settings, true)) {
        Authority.activateUnused(driver);
        driver.createSubnet(Make.subnet("s", "10.0.0.0/24"));
        driver.allocate(Make.any("s"));
      }
      if (!bench.subject().makeNewer(settings)) {
        throw new NotProven("DriverUnderTest.makeNewer makes no store of a later version");
      }
      Map<Path, byte[]> before = files(bench, settings);
      bench.refused(
          "StoreFormatUnsupported",
          "opening a store of a later version that holds a subnet",
          () -> closed(Stores.openAsItIs(bench, settings, true)));
      Map<Path, byte[]> after = files(bench, settings);
      before.forEach(
          (file, content) ->
              bench.require(
                  Arrays.equals(content, after.get(file)),
                  "every file of a store that was refused stays as it is",
                  file.getFileName() + (after.containsKey(file) ? " changed" : " is gone")));
    } finally {
      bench.subject().destroy(settings);
    }
  }

  private static Map<Path, byte[]> files(Bench bench, Map<String, String> settings) {
    return bench
        .subject()
        .directory(settings)
        .map(StoreFiles::of)
        .orElseThrow(
            () ->
                new NotProven(
                    "DriverUnderTest.directory names no files of this machine, so that nobody can"
                        + " see that they stay as they are"));
  }
}
