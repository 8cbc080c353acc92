package dev.ipam.conformance.rules;

import dev.ipam.error.IpamException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.RequestKind;
import dev.ipam.spi.Capability;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rules 3.26, 3.27, 3.29 and 3.30: many addresses at once, all or none. */
final class BulkRules {
  private BulkRules() {}

  @RuleTest(
      value = "3.26",
      check = {"whether all allocations of a Bulk are written in one transaction"})
  static void bulkTakesDistinctFreeAddresses(Bench bench) {
    bench.subnet("s", "10.0.0.0/27");
    bench.specific("s", "10.0.0.5");
    List<Allocation> got = bench.driver().allocate(Make.bulk("s", 20));
    Set<IpAddress> distinct = new HashSet<>();
    for (Allocation each : got) {
      bench.equal("the kind", RequestKind.BULK, each.kind());
      bench.require(
          distinct.add(each.address()), "the addresses are distinct", each.address() + " twice");
      bench.require(
          !each.address().equals(Make.ip("10.0.0.5")), "they were free", "10.0.0.5 was held");
      bench.equal("the look-up", each, bench.driver().find("s", each.address()).orElse(null));
    }
    bench.equal("how many Bulk of 20 hands out", 20, distinct.size());
    bench.equal("how many are held", 21, bench.held("s").size());
    bench.equal("how many the last Bulk hands out", 8, bench.all(Make.bulk("s", 8)).size());
  }

  @RuleTest(
      value = "3.27",
      check = {
        "whether addresses are counted before the first is written, or a failure takes all back"
      })
  static void bulkTakesAllOrNone(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    bench.specific("s", "10.0.0.7");
    bench.any("s");
    IpamException error =
        bench.refusedUnchanged(
            "NoAddressAvailable",
            "Bulk of 12 where 11 are free",
            () -> bench.driver().allocate(Make.bulk("s", 12)));
    bench.field(error, "requested", 12);
    bench.field(error, "free", 11);
    bench.field(error, "subnet_ids", List.of("s"));
    bench.equal("how many Bulk of 11 hands out", 11, bench.all(Make.bulk("s", 11)).size());
    IpamException full =
        bench.refusedUnchanged(
            "NoAddressAvailable",
            "Bulk of the ceiling where none is free",
            () -> bench.driver().allocate(Make.bulk("s", AddressRequest.MAX_COUNT)));
    bench.field(full, "free", 0);
  }

  @RuleTest(
      value = "3.29",
      check = {
        "whether the store bounds a transaction or a statement: write in batches that commit once",
        "whether memory suffices for 1,048,576 allocations in one result"
      })
  static void bulkServesTheCeiling(Bench bench) {
    bench.subnet("s", "10.0.0.0/11");
    // Not by the recorded driver: a million lines of text are made of the answer otherwise.
    List<Allocation> got =
        bench.store().driver().allocate(Make.bulk("s", AddressRequest.MAX_COUNT));
    bench.remark("Bulk of " + AddressRequest.MAX_COUNT);
    bench.equal("how many it hands out", AddressRequest.MAX_COUNT, got.size());
    Set<IpAddress> distinct = new HashSet<>(2 * got.size());
    got.forEach(each -> distinct.add(each.address()));
    bench.equal("how many of them are distinct", AddressRequest.MAX_COUNT, distinct.size());
    bench.equal(
        "how many are allocated",
        String.valueOf(AddressRequest.MAX_COUNT),
        bench.driver().usage("s").allocated().toString());
  }

  @RuleTest(
      value = "3.30",
      check = {"whether the result is in the order of handing out, and not of a hash or a store"})
  static void bulkIsInOrder(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    bench.specific("s", "10.0.0.3");
    if (!bench.has(Capability.POLICIES)) {
      List<IpAddress> first = bench.all(Make.bulk("s", 5));
      bench.equal("the number of addresses", 5, (int) first.stream().distinct().count());
      throw new DoesNotBind("POLICIES: without it a Bulk has no order");
    }
    bench.equal(
        "what Bulk hands out under SEQUENTIAL",
        Make.ips("10.0.0.2", "10.0.0.4", "10.0.0.5"),
        bench.all(Make.bulk("s", 3)));
    bench
        .driver()
        .createSubnet(Make.subnet("low", "10.0.0.0/28").withPolicy(AllocationPolicy.LOWEST));
    bench.specific("low", "10.0.0.4");
    bench.equal(
        "what Bulk hands out under LOWEST",
        Make.ips("10.0.0.2", "10.0.0.3", "10.0.0.5"),
        bench.all(Make.bulk("low", 3)));
  }
}
