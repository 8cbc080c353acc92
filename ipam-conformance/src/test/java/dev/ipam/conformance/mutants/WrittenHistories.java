package dev.ipam.conformance.mutants;

import static dev.ipam.conformance.mutants.TwinScript.told;

import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.PoolsChoice;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.JointAllocation;
import dev.ipam.spi.OwnerLookup;
import dev.ipam.spi.SubnetPools;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Histories of subnets, addresses and pools, where random steps do not come by. */
final class WrittenHistories {
  private static final String SIX = "2001:db8:7::/64";

  static final Written POOLS_AT_THE_BEGINNING_OF_ALL_ADDRESSES =
      new Written(
          "pools of ::/112",
          (subject, store) -> {
            store
                .driver()
                .createSubnet(
                    SubnetRequest.of("low", "::/112")
                        .withPools(PoolsChoice.of(List.of(AddressRange.parse("::20-::2f")))));
            return any(store.driver(), "low");
          },
          "::20");

  static final Written A_SUBNET_GOES_AND_COMES =
      new Written(
          "an IPv6 subnet that goes and comes with another length",
          (subject, store) -> {
            store.driver().createSubnet(SubnetRequest.of("s", "2001:db8:7::/126"));
            String first = any(store.driver(), "s");
            store.driver().release(ReleaseRequest.of("s", IpAddress.parse(first)));
            store.driver().removeSubnet("s", false);
            six(store.driver(), "s");
            return first + " " + any(store.driver(), "s");
          },
          "2001:db8:7::2 2001:db8:7::2");

  static final Written MANY_HELD_IN_IPV6 =
      new Written(
          "3,000 refusals in an IPv6 subnet that holds 20,000 addresses",
          (subject, store) -> {
            six(store.driver(), "s");
            store.driver().allocate(AllocationRequest.bulk("s", 20_000));
            AllocationRequest taken =
                AllocationRequest.specific("s", IpAddress.parse("2001:db8:7::10"));
            return IntStream.range(0, 3_000)
                .mapToObj(i -> told(() -> store.driver().allocate(taken)))
                .distinct()
                .toList();
          },
          "[AddressAlreadyAllocated]");

  static final Written LISTING_WHILE_SUBNETS_GO =
      new Written(
          "a listing of IPv6 subnets of which some go",
          (subject, store) -> {
            for (int i = 0; i < 8; i++) {
              six(store.driver(), "n" + i);
            }
            store.driver().allocate(AllocationRequest.any("n3"));
            try (Stream<Subnet> all = store.driver().subnets()) {
              Iterator<Subnet> listed = all.iterator();
              StringBuilder seen = new StringBuilder(listed.next().id());
              store.driver().removeSubnet("n3", true);
              store.driver().removeSubnet("n6", false);
              listed.forEachRemaining(each -> seen.append(' ').append(each.id()));
              return seen;
            }
          },
          "n0 n1 n2 n3 n4 n5 n6 n7");

  static final Written LISTING_WHILE_POOLS_GO =
      new Written(
          "a listing of IPv6 pools of which some go",
          (subject, store) -> {
            SubnetPools pools = pools(store.driver());
            for (int i = 0; i < 8; i++) {
              pools.createPool(pool("n" + i, "2001:db8:" + i + "::/48"));
            }
            try (Stream<SubnetPool> all = pools.pools()) {
              Iterator<SubnetPool> listed = all.iterator();
              StringBuilder seen = new StringBuilder(listed.next().id());
              pools.removePool("n2");
              pools.removePool("n7");
              listed.forEachRemaining(each -> seen.append(' ').append(each.id()));
              return seen;
            }
          },
          "n0 n1 n2 n3 n4 n5 n6 n7");

  static final Written SPENT_IN_IPV6 =
      new Written(
          "65,536 releases above the position of an IPv6 subnet",
          (subject, store) -> {
            IpamDriver driver = store.driver();
            six(driver, "s");
            String first = any(driver, "s");
            driver.release(ReleaseRequest.of("s", IpAddress.parse(first)));
            IpAddress above = IpAddress.parse("2001:db8:7::1:0");
            for (int done = 0; done < 65_535; done += 1_000) {
              int from = done;
              List<AllocationRequest> parts =
                  IntStream.range(from, Math.min(from + 1_000, 65_535))
                      .mapToObj(i -> AllocationRequest.specific("s", above.plus(i)))
                      .map(request -> request.withOwner("many"))
                      .toList();
              driver
                  .extension(JointAllocation.class)
                  .orElseThrow()
                  .allocateTogether(new JointRequest(parts, null));
            }
            long freed =
                driver.extension(OwnerLookup.class).orElseThrow().releaseOwner("many").size();
            // The one that makes them 65,536.
            driver.allocate(AllocationRequest.specific("s", above.plus(-1)));
            driver.release(ReleaseRequest.of("s", above.plus(-1)));
            return first + " " + freed + " " + any(driver, "s");
          },
          "2001:db8:7::2 65535 2001:db8:7::2");

  static final Written A_KEY_AT_ONCE =
      new Written(
          "a Bulk in an IPv6 subnet, four times at once under one key",
          (subject, store) -> {
            six(store.driver(), "s");
            AllocationRequest request = AllocationRequest.bulk("s", 3).withKey("k");
            return AtOnce.all(4, () -> addresses(store.driver().allocate(request))).stream()
                .distinct()
                .toList();
          },
          "[2001:db8:7::2 2001:db8:7::3 2001:db8:7::4]");

  static final Written A_CLOSED_STREAM_OF_IPV6 =
      new Written(
          "a stream of IPv6 allocations, closed while it is read",
          (subject, store) -> {
            six(store.driver(), "s");
            store.driver().allocate(AllocationRequest.bulk("s", 5));
            Stream<Allocation> held = store.driver().allocations("s");
            Iterator<Allocation> read = held.iterator();
            String first = read.next().address().toString();
            store.driver().allocate(AllocationRequest.any("s"));
            held.close();
            return first + " " + told(read::next);
          },
          "2001:db8:7::2 java.lang.IllegalStateException");

  static final Written NO_CANDIDATE =
      new Written(
          "a Bulk of no candidate, under a key, beside subnets",
          (subject, store) -> {
            six(store.driver(), "s");
            AllocationRequest none =
                AllocationRequest.of(new AddressRequest.Bulk(3)).withKey("k").withOwner("o");
            List<Object> seen = new ArrayList<>();
            seen.add(told(() -> store.driver().allocate(none)));
            seen.add(any(store.driver(), "s"));
            seen.add(told(() -> store.driver().allocate(none)));
            return seen;
          },
          "[NoAddressAvailable, 2001:db8:7::2, NoAddressAvailable]");

  static final Written A_POOL_AT_ONCE =
      new Written(
          "four subnets at once from one IPv6 pool",
          (subject, store) -> {
            pools(store.driver()).createPool(pool("p", "2001:db8::/40"));
            List<String> seen =
                AtOnce.numbered(
                    4, i -> store.driver().createSubnet(SubnetRequest.fromPool("n" + i, "p", 64)));
            return seen.stream().filter(each -> each.startsWith("Subnet[")).count() + " served";
          },
          "4 served");

  static final Written A_TAKEN_ADDRESS_OF_IPV6 =
      new Written(
          "a taken IPv6 address that is asked for by another owner",
          (subject, store) -> {
            six(store.driver(), "s");
            AllocationRequest request =
                AllocationRequest.specific("s", IpAddress.parse("2001:db8:7::77"));
            store.driver().allocate(request.withOwner("a"));
            return told(() -> store.driver().allocate(request.withOwner("b")));
          },
          "AddressAlreadyAllocated");

  static final Written QUOTA_OF_A_SHORTER_PREFIX =
      new Written(
          "a /62 of a quota of four /64",
          (subject, store) -> {
            pools(store.driver())
                .createPool(
                    pool("p", "2001:db8::/40")
                        .withPrefixLengths(60, 128, 64)
                        .withQuota(BigInteger.valueOf(4)));
            List<Object> seen = new ArrayList<>();
            seen.add(
                told(
                    () ->
                        store.driver().createSubnet(SubnetRequest.fromPool("a", "p", 62)).cidr()));
            seen.add(told(() -> store.driver().createSubnet(SubnetRequest.fromPool("b", "p", 64))));
            return seen;
          },
          "[2001:db8::/62, QuotaExceeded]");

  static final Written A_KEY_OF_ANOTHER_OWNER =
      new Written(
          "a Bulk in an IPv6 subnet for two owners under one key",
          (subject, store) -> {
            six(store.driver(), "s");
            AllocationRequest request = AllocationRequest.bulk("s", 2).withKey("k");
            List<Object> seen = new ArrayList<>();
            seen.add(addresses(store.driver().allocate(request.withOwner("a"))));
            seen.add(told(() -> addresses(store.driver().allocate(request.withOwner("b")))));
            seen.add(told(() -> addresses(store.driver().allocate(request.withOwner("a")))));
            return seen;
          },
          "[2001:db8:7::2 2001:db8:7::3, IdempotencyConflict, 2001:db8:7::2 2001:db8:7::3]");

  private WrittenHistories() {}

  static void six(IpamDriver driver, String id) {
    driver.createSubnet(SubnetRequest.of(id, SIX));
  }

  static String any(IpamDriver driver, String subnet) {
    return addresses(driver.allocate(AllocationRequest.any(subnet)));
  }

  private static String addresses(List<Allocation> held) {
    return String.join(" ", held.stream().map(each -> each.address().toString()).toList());
  }

  private static SubnetPools pools(IpamDriver driver) {
    return driver.extension(SubnetPools.class).orElseThrow();
  }

  private static SubnetPoolRequest pool(String id, String prefix) {
    return SubnetPoolRequest.of(id, Cidr.parse(prefix));
  }
}
