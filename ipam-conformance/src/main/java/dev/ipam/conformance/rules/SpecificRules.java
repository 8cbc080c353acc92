package dev.ipam.conformance.rules;

import dev.ipam.error.IpamException;
import dev.ipam.request.Allocation;
import dev.ipam.request.RequestKind;
import java.util.List;

/** Rules 3.15 to 3.20: the address that was asked for, or an error. */
final class SpecificRules {
  private static final String ALLOCATABLE =
      "whether the address is checked by AllocationPools.isAllocatable, and not by the pools";

  private SpecificRules() {}

  @RuleTest(
      value = "3.15",
      check = {"whether another address is taken where the one asked for cannot be had"})
  static void specificTakesExactlyThat(Bench bench) {
    bench.subnet("s", "10.0.0.0/24");
    bench.subnet("six", "2001:db8::/64");
    for (String[] each :
        new String[][] {
          {"s", "10.0.0.77"},
          {"s", "10.0.0.254"},
          {"s", "10.0.0.2"},
          {"six", "2001:db8::ffff:ffff:ffff:ffff"},
          {"six", "2001:db8::8000:0:0:0"}
        }) {
      Allocation got = bench.specific(each[0], each[1]);
      bench.equal("the address of Specific " + each[1], Make.ip(each[1]), got.address());
      bench.equal("the subnet", each[0], got.subnetId());
      bench.equal("the kind", RequestKind.SPECIFIC, got.kind());
      bench.equal("the look-up", got, bench.driver().find(each[0], got.address()).orElse(null));
    }
  }

  @RuleTest(
      value = "3.16",
      check = {ALLOCATABLE})
  static void specificTakesAnyUsableAddress(Bench bench) {
    bench
        .driver()
        .createSubnet(Make.subnet("s", "10.0.0.0/24").withPools(Make.pools("10.0.0.10-10.0.0.19")));
    bench.subnet("six", "2001:db8::/64");
    bench.driver().createSubnet(Make.subnet("none", "10.0.0.0/24"));
    bench.driver().updateSubnet(Make.update("none").withPools(Make.pools()));
    for (String address : List.of("10.0.0.10", "10.0.0.1", "10.0.0.9", "10.0.0.254")) {
      bench.equal("what Specific takes", Make.ip(address), bench.specific("s", address).address());
    }
    for (String address : List.of("2001:db8::", "2001:db8::1", "2001:db8::2")) {
      bench.equal(
          "what Specific takes", Make.ip(address), bench.specific("six", address).address());
    }
    bench.specific("none", "10.0.0.5");
  }

  @RuleTest(
      value = "3.17",
      check = {
        "whether the insert of a taken address fails, or waits for the other transaction",
        "whether the old allocation is overwritten"
      })
  static void specificOfAHeldAddressFails(Bench bench) {
    bench.subnet("s", "10.0.0.0/24");
    bench.specific("s", "10.0.0.50");
    String any = bench.any("s").toString();
    for (String address : List.of(any, "10.0.0.50")) {
      IpamException error =
          bench.refusedUnchanged(
              "AddressAlreadyAllocated",
              "Specific of " + address + ", which is held,",
              () -> bench.driver().allocate(Make.specific("s", address)));
      bench.field(error, "subnet_id", "s");
      bench.field(error, "address", address);
    }
  }

  @RuleTest(
      value = "3.17",
      check = {
        "whether two requests for one address can both find it free: check and insert apart"
      })
  static void ofSeveralAtOnceOneWins(Bench bench) {
    bench.subnet("s", "10.0.0.0/24");
    for (int round = 0; round < 10; round++) {
      String address = "10.0.0." + (20 + round);
      List<Outcome<Object>> outcomes =
          bench.atOnce(
              () -> bench.driver().allocate(Make.specific("s", address)),
              () -> bench.driver().allocate(Make.specific("s", address)),
              () -> bench.driver().allocate(Make.specific("s", address)),
              () -> bench.driver().allocate(Make.specific("s", address)));
      bench.equal(
          "how many of 4 Specific of " + address + " at once succeed",
          1L,
          outcomes.stream().filter(Outcome::succeeded).count());
      for (Outcome<Object> outcome : outcomes) {
        IpamException error = outcome.error();
        if (error != null) {
          bench.equal("the error of the others", "AddressAlreadyAllocated", error.code());
        }
      }
    }
  }

  @RuleTest(
      value = "3.18",
      check = {
        "whether the CIDR is checked before anything else of the address",
        "whether an address of the other family is compared as a number"
      })
  static void specificOutsideTheCidrFails(Bench bench) {
    bench.subnet("s", "10.0.0.0/24");
    bench.subnet("six", "2001:db8::/64");
    bench.subnet("low", "::/96");
    for (String[] each :
        new String[][] {
          {"s", "10.0.1.0"},
          {"s", "9.255.255.255"},
          {"s", "2001:db8::5"},
          {"s", "::a00:5"},
          {"six", "2001:db8:0:1::"},
          {"six", "10.0.0.5"},
          {"low", "0.0.0.9"}
        }) {
      IpamException error =
          bench.refusedUnchanged(
              "AddressOutsideSubnet",
              "Specific of " + each[1] + " in " + each[0],
              () -> bench.driver().allocate(Make.specific(each[0], each[1])));
      bench.field(error, "subnet_id", each[0]);
      bench.field(error, "address", Make.ip(each[1]));
    }
  }

  @RuleTest(
      value = "3.19",
      check = {ALLOCATABLE})
  static void networkAndBroadcastCannotBeHad(Bench bench) {
    bench.subnet("s", "10.0.0.0/24");
    bench.subnet("small", "10.0.0.4/30");
    bench.subnet("all", "0.0.0.0/0");
    for (String[] each :
        new String[][] {
          {"s", "10.0.0.0"},
          {"s", "10.0.0.255"},
          {"small", "10.0.0.4"},
          {"small", "10.0.0.7"},
          {"all", "0.0.0.0"},
          {"all", "255.255.255.255"}
        }) {
      IpamException error =
          bench.refusedUnchanged(
              "AddressNotUsable",
              "Specific of " + each[1] + " in " + each[0],
              () -> bench.driver().allocate(Make.specific(each[0], each[1])));
      bench.field(error, "subnet_id", each[0]);
      bench.field(error, "address", each[1]);
    }
  }

  @RuleTest(
      value = "3.20",
      check = {ALLOCATABLE})
  static void specificTakesEveryAddressOfASmallSubnet(Bench bench) {
    bench.subnet("pair", "10.0.0.6/31");
    bench.subnet("host", "10.0.0.9/32");
    bench.equal(
        "the first of a /31", Make.ip("10.0.0.6"), bench.specific("pair", "10.0.0.6").address());
    bench.equal(
        "the second of a /31", Make.ip("10.0.0.7"), bench.specific("pair", "10.0.0.7").address());
    bench.equal("a /32", Make.ip("10.0.0.9"), bench.specific("host", "10.0.0.9").address());
  }
}
