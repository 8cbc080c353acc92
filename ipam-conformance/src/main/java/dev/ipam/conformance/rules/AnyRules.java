package dev.ipam.conformance.rules;

import dev.ipam.conformance.KitProperties;
import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.IpamException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.PoolsChoice;
import dev.ipam.request.Subnet;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** Rules 3.01, 3.02, 3.31 and 3.33: some free address, whatever the policy. */
final class AnyRules {
  /** Who reads as many at each of so many refusals needs minutes, at a microsecond for each. */
  private static final int MANY = 32_768;

  private static final int REFUSALS = 3_000;

  /** So many tell how long a refusal takes while little is held. */
  private static final int FIRST_REFUSALS = 100;

  /** How much slower a refusal may be beside many allocations before it is told as a hang. */
  private static final int SLOWER = 2;

  private static final String ONE_KEY =
      "whether who holds an address is decided by one key in the store (an insert that fails), and"
          + " not by reading first and writing after";

  private AnyRules() {}

  @RuleTest(
      value = "3.01",
      check = {
        "whether the pools are searched, and not the CIDR",
        "whether the allocation is written before it is returned",
        ONE_KEY
      })
  static void anyTakesAFreeAddressOfThePools(Bench bench) {
    Subnet subnet =
        bench
            .driver()
            .createSubnet(
                Make.subnet("s", "10.0.0.0/24")
                    .withPools(Make.pools("10.0.0.10-10.0.0.13", "10.0.0.20-10.0.0.21")));
    bench.specific("s", "10.0.0.12");
    Set<IpAddress> seen = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      IpAddress address = bench.any("s");
      bench.require(
          inside(subnet.pools(), address), "Any takes an address of the pools", "" + address);
      bench.require(
          !address.equals(Make.ip("10.0.0.12")) && seen.add(address),
          "Any takes an address that was free",
          address + " was held");
      bench.equal(
          "the look-up of " + address,
          address,
          bench.driver().find("s", address).map(Allocation::address).orElse(null));
    }
    bench.equal("the number of allocations", 6, bench.held("s").size());
  }

  private static boolean inside(List<AddressRange> pools, IpAddress address) {
    return pools.stream().anyMatch(pool -> pool.contains(address));
  }

  @RuleTest(
      value = "3.01",
      check = {ONE_KEY})
  static void anyAtOnceNeverTakesOneAddressTwice(Bench bench) {
    bench.subnet("s", "10.0.0.0/27");
    List<Callable<?>> calls = new ArrayList<>();
    for (int thread = 0; thread < 6; thread++) {
      calls.add(
          () -> {
            List<IpAddress> mine = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
              mine.add(bench.any("s"));
            }
            return mine;
          });
    }
    List<IpAddress> all = new ArrayList<>();
    for (Outcome<Object> outcome : bench.atOnce(calls.toArray(Callable<?>[]::new))) {
      ((List<?>) outcome.value()).forEach(each -> all.add((IpAddress) each));
    }
    Collections.sort(all);
    bench.equal(
        "what 6 threads got by 4 Any each, without repetitions",
        all.stream().distinct().toList(),
        all);
    bench.equal("what is held", all, bench.held("s").stream().map(Allocation::address).toList());
  }

  @RuleTest(
      value = "3.02",
      check = {
        "whether the gateway is left out of generated pools again after each update",
        "whether an index of free addresses learns of a new gateway"
      })
  static void anyNeverTakesTheGateway(Bench bench) {
    bench
        .driver()
        .createSubnet(Make.subnet("s", "10.0.0.0/29").withGateway(Make.gateway("10.0.0.4")));
    bench.driver().updateSubnet(Make.update("s").withGateway(Make.gateway("10.0.0.6")));
    bench.driver().updateSubnet(Make.update("s").withPools(Make.pools("10.0.0.1-10.0.0.5")));
    bench.driver().updateSubnet(Make.update("s").withPools(PoolsChoice.GENERATED));
    bench.equal(
        "all that Any hands out while 10.0.0.6 is the gateway",
        Make.ips("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5"),
        bench.drain("s").stream().sorted().toList());
    bench.subnet("host", "10.0.0.7/32");
    bench.driver().updateSubnet(Make.update("host").withGateway(Make.gateway("10.0.0.7")));
    bench.equal("what Any takes in a /32", Make.ip("10.0.0.7"), bench.any("host"));
  }

  @RuleTest(
      value = "3.31",
      check = {
        "whether the search ends when it has seen every address once",
        "whether it wraps around to addresses below where it began",
        "whether the fields of the error are those of the subnet, exactly"
      })
  static void noAddressAvailableExactlyWhenNoneIsFree(Bench bench) {
    bench.subnet("s", "10.0.0.0/29");
    List<IpAddress> all = bench.drain("s");
    bench.equal("how many Any hands out of 5", 5, all.size());
    for (IpAddress address : List.of(all.get(4), all.get(0), all.get(2))) {
      exhausted(bench);
      bench.release("s", address);
      bench.equal("what Any takes of one free address", address, bench.any("s"));
    }
    exhausted(bench);
    // An address outside the pools is no use to Any.
    bench.driver().updateSubnet(Make.update("s").withPools(Make.pools("10.0.0.3-10.0.0.4")));
    bench.release("s", "10.0.0.5");
    exhausted(bench);
  }

  private static void exhausted(Bench bench) {
    IpamException error =
        bench.refusedUnchanged(
            "NoAddressAvailable",
            "Any where nothing is free",
            () -> bench.driver().allocate(Make.any("s")));
    bench.field(error, "subnet_ids", List.of("s"));
    bench.field(error, "requested", 1);
    bench.field(error, "free", 0);
  }

  @RuleTest(
      value = "3.33",
      check = {
        "whether anything loops over the addresses of a CIDR, a pool or a gap",
        "whether usage counts by arithmetic (pool sizes minus allocations), not by visiting",
        "whether a bit set or array is made for the whole subnet"
      })
  static void operationsInVastSubnetsTakeNoTime(Bench bench) {
    for (String cidr :
        List.of("10.0.0.0/8", "0.0.0.0/0", "2001:db8::/64", "2001:db8::/32", "::/0")) {
      Subnet subnet = bench.subnet(cidr, cidr);
      IpAddress last = subnet.pools().get(subnet.pools().size() - 1).last();
      bench.specific(cidr, last.toString());
      IpAddress first = bench.any(cidr);
      IpAddress second = bench.any(cidr);
      bench.release(cidr, first);
      bench.driver().usage(cidr);
      bench.equal("the look-up of " + first, Optional.empty(), bench.driver().find(cidr, first));
      bench
          .driver()
          .updateSubnet(
              Make.update(cidr).withPools(PoolsChoice.of(List.of(subnet.pools().get(0)))));
      IpAddress third = bench.any(cidr);
      bench.require(
          !third.equals(second) && !third.equals(last),
          "Any takes a free address in " + cidr,
          third + ", which is held");
      bench.driver().updateSubnet(Make.update(cidr).withPools(PoolsChoice.GENERATED));
      bench.equal("the number of allocations", 3, bench.held(cidr).size());
    }
  }

  @RuleTest(
      value = "3.33",
      check = {
        "whether an allocation reads those of the subnet, to see what is free or taken",
        "whether a unique key or an index says that one address is taken"
      })
  static void operationsBesideManyAllocationsTakeNoTime(Bench bench) {
    bench.subnet("s", "10.0.0.0/16");
    // Not recorded: the addresses would push everything else out of the message.
    IpamDriver driver = bench.store().driver();
    AllocationRequest taken = Make.specific("s", "10.0.0.9");
    driver.allocate(taken);
    long before = refused(driver, taken, FIRST_REFUSALS) / FIRST_REFUSALS;
    hold(bench, driver);
    bench.remark(MANY + " addresses are held, and 10.0.0.9");
    long atMost = part(bench).toNanos();
    long taking = 0;
    for (int done = 0; done < REFUSALS; done++) {
      taking += refused(driver, taken, 1);
      boolean isSlowByItself = taking / (done + 1) <= SLOWER * before;
      if (taking > atMost && isSlowByItself) {
        throw new NotProven(
            (done + 1)
                + " refusals took "
                + part(bench).toSeconds()
                + " s, and as long each before anything was held; give it more time with "
                + KitProperties.PATIENCE);
      }
    }
  }

  /** A part of the time that the test may take. */
  private static Duration part(Bench bench) {
    return bench.patience().dividedBy(3);
  }

  /** Has a held address refused again and again, and returns how long that took. */
  private static long refused(IpamDriver driver, AllocationRequest taken, int times) {
    long begin = System.nanoTime();
    for (int i = 0; i < times; i++) {
      try {
        driver.allocate(taken);
      } catch (AddressAlreadyAllocatedException e) {
        continue;
      }
      throw new RuleViolation("10.0.0.9 is held and refused", "it was given again");
    }
    return System.nanoTime() - begin;
  }

  private static void hold(Bench bench, IpamDriver driver) {
    if (bench.has(Capability.BULK)) {
      driver.allocate(Make.bulk("s", MANY));
      return;
    }
    long end = System.nanoTime() + part(bench).toNanos();
    for (int held = 0; held < MANY; held++) {
      if (System.nanoTime() - end > 0) {
        throw new NotProven(
            "without BULK only "
                + held
                + " of "
                + MANY
                + " addresses were allocated in "
                + part(bench).toSeconds()
                + " s; give it more time with "
                + KitProperties.PATIENCE);
      }
      driver.allocate(Make.any("s"));
    }
  }
}
