package dev.ipam.conformance.rules;

import dev.ipam.error.IpamException;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.JointAllocation;
import java.util.ArrayList;
import java.util.List;

/** Rules 3.85 and 3.87: several requests over several subnets, all or none. */
final class TogetherRules {
  private static final String ONE =
      "whether all parts are written in one transaction, which any failure takes back";

  private TogetherRules() {}

  @RuleTest(
      value = "3.85",
      check = {ONE, "whether the results are in the order of the requests"})
  static void allPartsAreServedInOrder(Bench bench) {
    JointAllocation joint = bench.part(JointAllocation.class);
    bench.subnet("v4", "10.0.0.0/28");
    bench.subnet("v6", "2001:db8::/64");
    bench.subnet("other", "10.0.0.0/28");
    List<List<Allocation>> got =
        joint.allocateTogether(
            JointRequest.of(
                Make.any("v4"),
                Make.automatic("v6", "00:16:3e:33:44:55"),
                Make.specific("other", "10.0.0.9")));
    bench.equal("the number of results", 3, got.size());
    bench.equal("the subnet of the first", "v4", got.get(0).get(0).subnetId());
    bench.equal(
        "the address of the second",
        Make.ip("2001:db8::216:3eff:fe33:4455"),
        got.get(1).get(0).address());
    bench.equal("the address of the third", Make.ip("10.0.0.9"), got.get(2).get(0).address());
    bench.equal("what is held in v4", got.get(0), bench.held("v4"));
    bench.equal("what is held in v6", got.get(1), bench.held("v6"));
    bench.equal("what is held in other", got.get(2), bench.held("other"));
  }

  @RuleTest(
      value = "3.85",
      check = {ONE, "whether the error is that of the part that failed"})
  static void oneFailureTakesAllBack(Bench bench) {
    JointAllocation joint = bench.part(JointAllocation.class);
    bench.subnet("a", "10.0.0.0/29");
    bench.subnet("b", "10.0.0.0/29");
    bench.specific("b", "10.0.0.5");
    refused(bench, joint, "AddressAlreadyAllocated", Make.any("a"), Make.specific("b", "10.0.0.5"));
    refused(bench, joint, "AddressOutsideSubnet", Make.specific("a", "10.0.1.1"), Make.any("b"));
    refused(bench, joint, "SubnetNotFound", Make.any("a"), Make.any("b"), Make.any("absent"));
    bench.drain("b");
    refused(bench, joint, "NoAddressAvailable", Make.any("a"), Make.any("a"), Make.any("b"));
    // What failed leaves the pass of the others as it was, too.
    if (bench.has(Capability.POLICIES)) {
      bench.equal("what Any takes in a", Make.ip("10.0.0.2"), bench.any("a"));
    }
  }

  private static void refused(
      Bench bench, JointAllocation joint, String code, AllocationRequest... parts) {
    IpamException error =
        bench.refusedUnchanged(
            code,
            "allocate-together of which one part fails",
            () -> joint.allocateTogether(JointRequest.of(parts)));
    bench.equal("the outcome", "NOT_APPLIED", error.outcome().name());
  }

  @RuleTest(
      value = "3.85",
      check = {ONE, "whether two calls that need each other's addresses can wait for each other"})
  static void atOnceNoneGetsAHalf(Bench bench) {
    JointAllocation joint = bench.part(JointAllocation.class);
    bench.subnet("a", "10.0.0.0/24");
    bench.subnet("b", "10.0.0.0/24");
    for (int round = 0; round < 8; round++) {
      String address = "10.0.0." + (10 + round);
      List<Outcome<Object>> outcomes =
          bench.atOnce(
              () ->
                  joint.allocateTogether(
                      JointRequest.of(Make.specific("a", address), Make.specific("b", address))),
              () ->
                  joint.allocateTogether(
                      JointRequest.of(Make.specific("b", address), Make.specific("a", address))));
      bench.equal(
          "how many of two calls for the same two addresses succeed",
          1L,
          outcomes.stream().filter(Outcome::succeeded).count());
    }
    bench.equal("how many are held in a", 8, bench.held("a").size());
    bench.equal("how many are held in b", 8, bench.held("b").size());
  }

  @RuleTest(
      value = "3.87",
      check = {"whether each part sees what those before it took"})
  static void eachPartSeesThoseBefore(Bench bench) {
    JointAllocation joint = bench.part(JointAllocation.class);
    bench.subnet("s", "10.0.0.0/29");
    refused(
        bench,
        joint,
        "AddressAlreadyAllocated",
        Make.specific("s", "10.0.0.4"),
        Make.specific("s", "10.0.0.4"));
    List<AllocationRequest> parts = new ArrayList<>(List.of(Make.any("s"), Make.any("s")));
    // Which one Any takes is its own affair without POLICIES.
    parts.add(bench.has(Capability.POLICIES) ? 2 : 0, Make.specific("s", "10.0.0.6"));
    parts.add(0, Make.specific("s", "10.0.0.3"));
    parts.add(Make.any("s"));
    List<Allocation> all = new ArrayList<>();
    joint
        .allocateTogether(JointRequest.of(parts.toArray(AllocationRequest[]::new)))
        .forEach(all::addAll);
    bench.equal(
        "how many addresses 5 requests in one call got, without repetitions",
        5L,
        all.stream().map(Allocation::address).distinct().count());
    bench.equal("how many are free", "0", bench.driver().usage("s").free().toString());
    if (bench.has(Capability.POLICIES)) {
      bench.equal(
          "the addresses in order",
          Make.ips("10.0.0.3", "10.0.0.2", "10.0.0.4", "10.0.0.6", "10.0.0.5"),
          all.stream().map(Allocation::address).toList());
    }
    refused(bench, joint, "NoAddressAvailable", Make.any("s"));
  }
}
