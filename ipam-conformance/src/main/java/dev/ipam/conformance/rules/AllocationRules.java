package dev.ipam.conformance.rules;

import dev.ipam.net.IpAddress;
import dev.ipam.net.MacAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.RequestKind;
import dev.ipam.spi.Capability;
import dev.ipam.spi.OwnerLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Rules 3.38, 3.39 and 3.80: what an allocation carries, and what context does not do. */
final class AllocationRules {
  private AllocationRules() {}

  @RuleTest(
      value = "3.38",
      check = {
        "whether kind and time are stored with the allocation",
        "whether every look-up decodes them alike: find, allocations, and those by owner or address"
      })
  static void anAllocationCarriesWhatWhenAndWhy(Bench bench) {
    bench.subnet("s", "10.0.0.0/27");
    bench.subnet("six", "2001:db8::/64");
    List<AllocationRequest> requests = new ArrayList<>();
    requests.add(Make.specific("s", "10.0.0.20"));
    requests.add(Make.any("s"));
    requests.add(Make.gatewayOf("s"));
    requests.add(Make.automatic("six", "00:16:3e:33:44:55"));
    if (bench.has(Capability.PREFER_NEXT)) {
      requests.add(Make.preferNext("s"));
    }
    if (bench.has(Capability.BULK)) {
      requests.add(Make.bulk("s", 1));
    }
    List<Allocation> made = new ArrayList<>();
    for (AllocationRequest request : requests) {
      bench.advance(1_001);
      Allocation got = bench.take(request);
      bench.equal("the kind", request.address().kind(), got.kind());
      bench.equal("the subnet", request.subnetIds().get(0), got.subnetId());
      made.add(got);
    }
    looksUp(bench, made);
    bench.reopen();
    looksUp(bench, made);
    long kinds = made.stream().map(Allocation::kind).distinct().count();
    bench.equal("the number of kinds", made.size(), (int) kinds);
    bench.equal("the first kind", RequestKind.SPECIFIC, made.get(0).kind());
  }

  private static void looksUp(Bench bench, List<Allocation> made) {
    for (Allocation each : made) {
      bench.equal(
          "the look-up of " + each.address(),
          each,
          bench.driver().find(each.subnetId(), each.address()).orElse(null));
      bench.require(
          bench.held(each.subnetId()).contains(each),
          "the allocations of " + each.subnetId() + " contain " + each,
          Words.of(bench.held(each.subnetId())));
    }
  }

  @RuleTest(
      value = "3.39",
      check = {
        "whether the column or key that holds an owner has room for 255 characters of 4 bytes each",
        "whether owners are trimmed, folded or normalized"
      })
  static void anAllocationCarriesItsOwner(Bench bench) {
    bench.subnet("s", "10.0.0.0/27");
    List<String> owners =
        List.of(
            "vm-7",
            "VM-7",
            "x".repeat(255),
            "\u20ac".repeat(255),
            "\ud83d\ude00".repeat(127),
            "e\u0301",
            "a b/c?d=%25&'\"\\;--");
    List<Allocation> made = new ArrayList<>();
    for (String owner : owners) {
      Allocation got = bench.take(Make.any("s").withOwner(owner));
      bench.equal("the owner returned", owner, got.owner());
      made.add(got);
    }
    Allocation none = bench.take(Make.any("s"));
    bench.equal("the owner of an allocation without one", null, none.owner());
    made.add(none);
    looksUp(bench, made);
    bench.reopen();
    looksUp(bench, made);
    for (Allocation each : made.subList(0, owners.size())) {
      String owner = each.owner();
      if (owner != null) {
        try (Stream<Allocation> theirs = bench.part(OwnerLookup.class).allocationsOf(owner)) {
          bench.equal("what the owner holds", List.of(each), theirs.toList());
        }
      }
    }
  }

  @RuleTest(
      value = "3.80",
      check = {
        "whether host name, port or device of the context take part in choosing the address",
        "whether a context that the appliance refuses makes the allocation fail"
      })
  static void contextChangesNoAnswer(Bench bench) {
    AllocationContext context =
        AllocationContext.NONE
            .withNetwork("net-1")
            .withPort("port-1")
            .withDevice("vm-1", "compute:nova")
            .withMac(MacAddress.parse("00:16:3e:33:44:55"))
            .withHostName("web-1.example.org");
    List<List<IpAddress>> answers = new ArrayList<>();
    for (AllocationContext each : List.of(AllocationContext.NONE, context)) {
      String id = "s" + answers.size();
      bench.subnet(id, "10.0.0.0/29");
      List<IpAddress> all = new ArrayList<>();
      all.add(bench.take(Make.specific(id, "10.0.0.5").withContext(each)).address());
      all.add(bench.take(Make.any(id).withContext(each)).address());
      all.add(bench.take(Make.any(id).withContext(each)).address());
      bench.release(id, all.get(1));
      all.add(bench.take(Make.gatewayOf(id).withContext(each)).address());
      bench.refused(
          "AddressAlreadyAllocated",
          "Specific of a held address",
          () -> bench.driver().allocate(Make.specific(id, "10.0.0.5").withContext(each)));
      all.add(bench.take(Make.any(id).withContext(each)).address());
      answers.add(all);
    }
    if (bench.has(Capability.POLICIES)) {
      bench.equal("the answers with a context", answers.get(0), answers.get(1));
    }
    bench.equal("what is held with a context", 4, bench.held("s1").size());
    bench.equal("what is held without", 4, bench.held("s0").size());
  }
}
