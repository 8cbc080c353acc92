package dev.ipam.conformance.rules;

import dev.ipam.conformance.StoreUnderTest;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpFamily;
import dev.ipam.request.AddressScope;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.AddressScopes;
import dev.ipam.spi.Capability;
import dev.ipam.spi.Exportable;
import dev.ipam.spi.ImportSession;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.SubnetPools;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Exports and imports for tests of rules. */
final class Dumps {
  private Dumps() {}

  static List<SnapshotRecord> export(IpamDriver driver) {
    try (Stream<SnapshotRecord> all = exportable(driver).export()) {
      return all.toList();
    }
  }

  static List<SnapshotRecord> export(Bench bench) {
    return export(bench.driver());
  }

  static Exportable exportable(IpamDriver driver) {
    return driver
        .extension(Exportable.class)
        .orElseThrow(
            () -> new RuleViolation("a driver with EXPORT has the part Exportable", "it has not"));
  }

  /** Imports records in batches of two, so that no batch holds all of a subnet. */
  static void load(IpamDriver driver, List<SnapshotRecord> records) {
    try (ImportSession session = exportable(driver).beginImport()) {
      for (int from = 0; from < records.size(); from += 2) {
        session.add(records.subList(from, Math.min(records.size(), from + 2)));
      }
      session.commit();
    }
  }

  /** Opens a second store of the driver, on the same clock, and removes it afterwards. */
  static void onAnother(Bench bench, Consumer<IpamDriver> work) {
    try (StoreUnderTest other =
        new StoreUnderTest(bench.subject(), bench.clock(), new Random(bench.random().nextLong()))) {
      bench.remark("a second, empty store is opened");
      work.accept(other.driver());
    }
  }

  /** Fills a store with something of everything that the driver can hold. */
  static void fill(Bench bench) {
    IpamDriver driver = bench.driver();
    if (bench.has(Capability.SCOPES)) {
      bench
          .part(AddressScopes.class)
          .createScope(new AddressScope("scope", "net", IpFamily.IPV4, true));
    }
    if (bench.has(Capability.POOLS)) {
      SubnetPoolRequest pool =
          SubnetPoolRequest.of("pool", Cidr.parse("10.8.0.0/16")).withQuota(PoolMake.units(4096));
      bench
          .part(SubnetPools.class)
          .createPool(bench.has(Capability.SCOPES) ? pool.withScopeId("scope") : pool);
      driver.createSubnet(SubnetRequest.fromPool("cut", "pool", 28));
      bench.any("cut");
    }
    bench.subnet("plain", "10.0.0.0/28");
    bench.specific("plain", "10.0.0.12");
    bench.any("plain");
    bench.release("plain", bench.any("plain"));
    bench.any("plain");
    bench.subnet("six", "2001:db8::/64");
    driver.allocate(Make.automatic("six", "00:16:3e:11:22:33"));
    if (bench.has(Capability.POLICIES)) {
      driver.createSubnet(Make.subnet("lowest", "10.0.0.0/28").withPolicy(AllocationPolicy.LOWEST));
      bench.any("lowest");
    }
    if (bench.has(Capability.REST)) {
      driver.createSubnet(Make.subnet("rests", "10.0.1.0/28").withRest(Duration.ofMinutes(5)));
      bench.release("rests", bench.any("rests"));
    }
    AllocationRequest rich =
        Make.any("plain").withContext(AllocationContext.NONE.withHostName("host-1"));
    if (bench.has(Capability.OWNERS)) {
      rich = rich.withOwner("vm-1");
    }
    if (bench.has(Capability.KEYS)) {
      rich = rich.withKey("key-1");
    }
    driver.allocate(rich);
  }
}
