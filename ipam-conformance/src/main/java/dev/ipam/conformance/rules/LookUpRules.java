package dev.ipam.conformance.rules;

import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.spi.AddressLookup;
import dev.ipam.spi.OwnerLookup;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rules 3.55 to 3.57: who holds an address, and what an owner holds. */
final class LookUpRules {
  private LookUpRules() {}

  @RuleTest(
      value = "3.55",
      check = {"whether find() checks the address as allocate() does: it must answer \"nothing\""})
  static void aLookUpAnswersWithTheAllocationOrNothing(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    Allocation held = bench.specific("s", "10.0.0.5");
    bench.equal(
        "the look-up of a held address",
        Optional.of(held),
        bench.driver().find("s", held.address()));
    for (String address :
        List.of(
            "10.0.0.6",
            "10.0.0.1",
            "10.0.0.0",
            "10.0.0.15",
            "10.0.0.16",
            "192.0.2.1",
            "2001:db8::5",
            "::a00:5")) {
      bench.equal(
          "the look-up of " + address,
          Optional.empty(),
          bench.driver().find("s", Make.ip(address)));
    }
  }

  @RuleTest(
      value = "3.56",
      check = {
        "whether the index by owner is exact: no prefix, no pattern, no folding",
        "whether the order is by subnet id in code points, then by address as an unsigned number"
      })
  static void anOwnersAllocationsAreExactAndInOrder(Bench bench) {
    OwnerLookup owners = bench.part(OwnerLookup.class);
    bench.subnet("s", "10.0.0.0/24");
    bench.subnet("S", "2001:db8::/64");
    bench.subnet("\uff5e", "10.0.0.0/24");
    bench.subnet("\ud83d\ude00", "10.0.0.0/24");
    Allocation d = held(bench, "\ud83d\ude00", "10.0.0.9", "vm_1");
    Allocation b2 = held(bench, "s", "10.0.0.130", "vm_1");
    Allocation b1 = held(bench, "s", "10.0.0.99", "vm_1");
    Allocation c = held(bench, "\uff5e", "10.0.0.9", "vm_1");
    Allocation a2 = held(bench, "S", "2001:db8::8000:0:0:1", "vm_1");
    Allocation a1 = held(bench, "S", "2001:db8::7000:0:0:1", "vm_1");
    held(bench, "s", "10.0.0.20", "vm-1");
    held(bench, "s", "10.0.0.21", "vm_11");
    held(bench, "s", "10.0.0.22", "VM_1");
    bench.specific("s", "10.0.0.23");
    try (Stream<Allocation> theirs = owners.allocationsOf("vm_1")) {
      bench.equal("what vm_1 holds", List.of(a1, a2, b1, b2, c, d), theirs.toList());
    }
    bench.release("s", "10.0.0.99");
    try (Stream<Allocation> theirs = owners.allocationsOf("vm_1")) {
      bench.equal("what vm_1 holds after a release", List.of(a1, a2, b2, c, d), theirs.toList());
    }
    try (Stream<Allocation> theirs = owners.allocationsOf("vm%")) {
      bench.equal("what the owner vm% holds", List.of(), theirs.toList());
    }
  }

  private static Allocation held(Bench bench, String subnet, String address, String owner) {
    return bench.take(Make.specific(subnet, address).withOwner(owner));
  }

  @RuleTest(
      value = "3.57",
      check = {
        "whether 0.0.0.1 and ::1, or ::ffff:10.0.0.5 and 10.0.0.5, are the same in the index",
        "whether the order is by subnet id in code points"
      })
  static void allHoldersOfAnAddressAreFound(Bench bench) {
    AddressLookup addresses = bench.part(AddressLookup.class);
    for (String id : List.of("b", "a", "B")) {
      bench.subnet(id, "10.0.0.0/24");
    }
    bench.subnet("six", "::/0");
    Allocation b = bench.specific("b", "10.0.0.5");
    Allocation a = bench.specific("a", "10.0.0.5");
    Allocation upper = bench.specific("B", "10.0.0.5");
    bench.specific("a", "10.0.0.50");
    bench.specific("six", "::ffff:10.0.0.5");
    bench.specific("six", "::a00:5");
    holders(bench, addresses, "10.0.0.5", List.of(upper, a, b));
    bench.release("a", "10.0.0.5");
    holders(bench, addresses, "10.0.0.5", List.of(upper, b));
    holders(bench, addresses, "10.0.0.6", List.of());
    holders(bench, addresses, "192.0.2.1", List.of());
  }

  private static void holders(
      Bench bench, AddressLookup addresses, String address, List<Allocation> expected) {
    IpAddress asked = Make.ip(address);
    try (Stream<Allocation> holders = addresses.holders(asked)) {
      bench.equal("the holders of " + address, expected, holders.toList());
    }
  }
}
