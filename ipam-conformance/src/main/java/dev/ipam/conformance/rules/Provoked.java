package dev.ipam.conformance.rules;

import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.spi.Capability;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** A request for each error that the operations of a driver can be brought to give. */
final class Provoked {
  private Provoked() {}

  /** Prepares the store, and returns requests that must be refused, by the code of the refusal. */
  static Map<String, Callable<?>> on(Bench bench) {
    bench.subnet("s", "10.0.0.0/30");
    bench.driver().createSubnet(Make.subnet("none", "10.1.0.0/24").withGateway(Make.NO_GATEWAY));
    bench.specific("s", "10.0.0.2");
    Map<String, Callable<?>> calls = new LinkedHashMap<>();
    calls.put("SubnetNotFound", () -> bench.any("absent"));
    calls.put("SubnetAlreadyExists", () -> bench.subnet("s", "192.0.2.0/24"));
    calls.put("SubnetInUse", () -> bench.driver().removeSubnet("s", false));
    calls.put(
        "GatewayInPool",
        () ->
            bench
                .driver()
                .createSubnet(
                    Make.subnet("t", "10.2.0.0/24").withPools(Make.pools("10.2.0.1-10.2.0.9"))));
    calls.put(
        "GatewayNotUsable",
        () -> bench.driver().updateSubnet(Make.update("s").withGateway(Make.gateway("10.0.0.3"))));
    calls.put("AddressOutsideSubnet", () -> bench.specific("s", "192.0.2.1"));
    calls.put("AddressNotUsable", () -> bench.specific("s", "10.0.0.3"));
    calls.put("AddressAlreadyAllocated", () -> bench.specific("s", "10.0.0.2"));
    calls.put(
        "AddressCalculationFailed",
        () -> bench.driver().allocate(Make.automatic("s", "00:16:3e:11:22:33")));
    calls.put("InvalidAddressRequest", () -> bench.driver().allocate(Make.gatewayOf("none")));
    calls.put("NoAddressAvailable", () -> bench.any("s"));
    if (bench.has(Capability.OWNERS)) {
      bench.driver().allocate(Make.specific("none", "10.1.0.9").withOwner("vm-1"));
      calls.put(
          "AddressOwnedByAnother",
          () ->
              bench
                  .driver()
                  .release(ReleaseRequest.of("none", Make.ip("10.1.0.9")).withOwner("vm-2")));
    }
    if (bench.has(Capability.KEYS)) {
      AllocationRequest keyed = Make.specific("none", "10.1.0.7").withKey("k");
      bench.driver().allocate(keyed);
      calls.put(
          "IdempotencyConflict",
          () -> bench.driver().allocate(Make.specific("none", "10.1.0.6").withKey("k")));
    }
    if (bench.has(Capability.POOLS)) {
      pools(bench, calls);
    }
    return calls;
  }

  private static void pools(Bench bench, Map<String, Callable<?>> calls) {
    PoolMake.created(
        bench,
        PoolMake.pool("p", "10.8.0.0/24")
            .withPrefixLengths(24, 28, 28)
            .withQuota(PoolMake.units(16)));
    PoolMake.cut(bench, "cut", "p", 28);
    calls.put("SubnetPoolNotFound", () -> PoolMake.pools(bench).pool("absent"));
    calls.put(
        "SubnetPoolAlreadyExists",
        () -> PoolMake.created(bench, PoolMake.pool("p", "192.0.2.0/24")));
    calls.put(
        "SubnetPoolInUse",
        () -> {
          PoolMake.pools(bench).removePool("p");
          return "removed";
        });
    calls.put(
        "PrefixLengthOutOfBounds", () -> bench.driver().createSubnet(PoolMake.block("t", "p", 30)));
    calls.put("QuotaExceeded", () -> bench.driver().createSubnet(PoolMake.block("t", "p", 28)));
    PoolMake.created(bench, PoolMake.pool("full", "10.9.0.0/28"));
    bench.driver().createSubnet(PoolMake.block("filling", "full", "10.9.0.0/28"));
    calls.put(
        "NoPrefixAvailable", () -> bench.driver().createSubnet(PoolMake.block("t", "full", 28)));
    calls.put(
        "RequestedPrefixUnavailable",
        () -> bench.driver().createSubnet(PoolMake.block("t", "full", "10.9.0.0/28")));
  }
}
