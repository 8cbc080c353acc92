package dev.ipam.conformance.rules;

import dev.ipam.error.IpamException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.spi.OwnerLookup;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rules 3.34 to 3.37 and 3.64: giving addresses back, by address, owner or token. */
final class ReleaseRules {
  private static final String CONDITION =
      "whether owner or token are part of the delete itself, and not read before it";

  private ReleaseRules() {}

  @RuleTest(
      value = "3.34",
      check = {"whether release returns the allocation that it deleted"})
  static void releaseFreesAndReturnsTheAllocation(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    Allocation held = bench.take(Make.any("s"));
    bench.specific("s", "10.0.0.1");
    bench.equal(
        "what release returns",
        Optional.of(held),
        bench.driver().release(ReleaseRequest.of("s", held.address())));
    bench.equal("the look-up", Optional.empty(), bench.driver().find("s", held.address()));
    bench.equal("the number of allocations", 1, bench.held("s").size());
    bench.equal(
        "what Specific takes",
        held.address(),
        bench.specific("s", held.address().toString()).address());
    bench.release("s", held.address());
    bench.equal(
        "all that Any hands out",
        Make.ips("10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6"),
        bench.drain("s").stream().sorted().toList());
  }

  @RuleTest(
      value = "3.35",
      check = {
        "whether an address outside the CIDR, or of the other family, is an error in release",
        "whether a release of a free address is counted or recorded"
      })
  static void releasingWhatIsFreeIsNoError(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    bench.subnet("other", "10.0.0.0/29");
    IpAddress held = bench.specific("s", "10.0.0.2").address();
    bench.specific("other", "10.0.0.6");
    List<String> before = bench.state();
    for (String address :
        List.of("10.0.0.6", "10.0.0.1", "10.0.0.0", "10.0.0.7", "10.0.1.1", "2001:db8::1")) {
      bench.equal(
          "what the release of " + address + " returns",
          Optional.empty(),
          bench.release("s", address));
    }
    bench.unchanged(before, "a release of an address that is free");
    bench.release("s", held);
    bench.equal("what a second release returns", Optional.empty(), bench.release("s", held));
  }

  @RuleTest(
      value = "3.36",
      check = {CONDITION, "whether owners are compared exactly"})
  static void releaseByAnotherOwnerIsRefused(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    Allocation owned = bench.take(Make.any("s").withOwner("vm-7"));
    Allocation without = bench.take(Make.any("s"));
    for (String owner : List.of("vm-8", "VM-7", "vm-77")) {
      notOwner(bench, ReleaseRequest.of("s", owned.address()).withOwner(owner));
    }
    notOwner(bench, ReleaseRequest.of("s", without.address()).withOwner("vm-7"));
    bench.equal(
        "what a release of a free address by an owner returns",
        Optional.empty(),
        bench.driver().release(ReleaseRequest.of("s", Make.ip("10.0.0.1")).withOwner("vm-7")));
    bench.equal(
        "what the owner's release returns",
        Optional.of(owned),
        bench.driver().release(ReleaseRequest.of("s", owned.address()).withOwner("vm-7")));
    bench.equal(
        "what a release without owner returns",
        Optional.of(without),
        bench.driver().release(ReleaseRequest.of("s", without.address())));
  }

  private static void notOwner(Bench bench, ReleaseRequest request) {
    IpamException error =
        bench.refusedUnchanged(
            "AddressOwnedByAnother",
            "the release of " + Words.of(request),
            () -> bench.driver().release(request));
    bench.field(error, "subnet_id", "s");
    bench.field(error, "address", request.address());
  }

  @RuleTest(
      value = "3.37",
      check = {CONDITION})
  static void releaseByAnotherTokenIsRefused(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    Allocation old = bench.take(Make.specific("s", "10.0.0.5"));
    bench.release("s", "10.0.0.5");
    bench.equal(
        "what the release of a free address by an old token returns",
        Optional.empty(),
        bench.driver().release(ReleaseRequest.of(old)));
    Allocation now = bench.take(Make.specific("s", "10.0.0.5"));
    notOwner(bench, ReleaseRequest.of(old));
    notOwner(bench, ReleaseRequest.of("s", now.address()).withToken(now.token() + 1));
    bench.equal(
        "what the release by the token returns",
        Optional.of(now),
        bench.driver().release(ReleaseRequest.of(now)));
    bench.equal("the look-up", Optional.empty(), bench.driver().find("s", now.address()));
  }

  @RuleTest(
      value = "3.64",
      check = {
        "whether the index by owner is exact: no prefix match, no pattern, no folding",
        "whether all is deleted in one transaction and returned in order"
      })
  static void releaseByOwnerFreesExactlyTheirs(Bench bench) {
    OwnerLookup owners = bench.part(OwnerLookup.class);
    bench.subnet("b", "10.0.0.0/28");
    bench.subnet("a", "10.0.0.0/28");
    bench.subnet("B", "2001:db8::/64");
    Allocation third = bench.take(Make.specific("b", "10.0.0.9").withOwner("vm-1"));
    Allocation second = bench.take(Make.specific("a", "10.0.0.10").withOwner("vm-1"));
    Allocation first = bench.take(Make.specific("B", "2001:db8::9").withOwner("vm-1"));
    Allocation earlier = bench.take(Make.specific("a", "10.0.0.9").withOwner("vm-1"));
    bench.take(Make.specific("a", "10.0.0.11").withOwner("vm-10"));
    bench.take(Make.specific("b", "10.0.0.11").withOwner("VM-1"));
    bench.take(Make.specific("b", "10.0.0.12").withOwner("vm_1"));
    bench.take(Make.specific("b", "10.0.0.13"));
    bench.equal(
        "what the release of all of vm-1's returns",
        List.of(first, earlier, second, third),
        owners.releaseOwner("vm-1"));
    bench.equal("what is left in a", 1, bench.held("a").size());
    bench.equal("what is left in b", 3, bench.held("b").size());
    bench.equal("what a second one returns", List.of(), owners.releaseOwner("vm-1"));
    bench.equal("what that of a stranger returns", List.of(), owners.releaseOwner("nobody"));
    try (Stream<Allocation> left = owners.allocationsOf("vm-1")) {
      bench.equal("what the owner holds", 0L, left.count());
    }
    bench.any("a");
  }
}
