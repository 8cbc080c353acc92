package dev.ipam.conformance.mutants;

import java.util.List;

/** The faults that are seeded in shared code: arithmetic, pools, plans, checks, snapshots. */
final class SharedFaults {
  private SharedFaults() {}

  static List<SharedFault> all() {
    return List.of(
        new SharedFault(
                "1.05",
                "reads an upper-case spelling as another address",
                "net/AddressParser.java",
                "int value = Integer.parseInt(text, position, end, 16);",
                "int value = Integer.parseInt(text, position, end, 16)"
                    + " ^ (text.charAt(position) < 'a' && text.charAt(position) > '9' ? 1 : 0);")
            .also("address.derive")
            .exhibit(19),
        new SharedFault(
                "2.17",
                "orders the upper half of a /64 as negative numbers",
                "net/UInt128.java",
                "return order != 0 ? order : Long.compareUnsigned(aLow, bLow);",
                "return order != 0 ? order : Long.compare(aLow, bLow);")
            .exhibit(20),
        new SharedFault(
                "2.21",
                "takes the ends of a /31 for network and broadcast address",
                "net/AllocationPools.java",
                "LONGEST_WITH_BROADCAST = 30;",
                "LONGEST_WITH_BROADCAST = 31;")
            .also("pools.generate"),
        new SharedFault(
                "2.22",
                "counts the first address of an IPv6 subnet among its usable ones",
                "net/AllocationPools.java",
                ": new AddressRange(subnet.first().plus(1), subnet.last());",
                ": subnet.range();")
            .also("pools.generate"),
        new SharedFault(
                "2.19",
                "generates a pool that holds the gateway where that is the first address",
                "net/AllocationPools.java",
                "return List.of(new AddressRange(gateway.plus(1), usable.last()));",
                "return List.of(usable);")
            .also("pools.generate"),
        new SharedFault(
                "2.15",
                "does not see that pools overlap",
                "net/AllocationPools.java",
                "if (sorted.get(i - 1).overlaps(sorted.get(i))) {",
                "if (sorted.get(i - 1).equals(sorted.get(i))) {")
            .also("subnet_request.specific"),
        new SharedFault(
                "3.19",
                "takes the network and the broadcast address for usable",
                "net/AllocationPools.java",
                "return subnet.contains(address) && !isNetworkOrBroadcast(subnet, address);",
                "return subnet.contains(address);")
            .also("address.usable"),
        new SharedFault(
                "2.31",
                "keeps generated pools as they are when the gateway moves",
                "request/SubnetPlan.java",
                "if (newPools == null && subnet.poolsGenerated()) {",
                "if (newPools == null && subnet.poolsGenerated() && gateway == null) {")
            .also("2.35"),
        new SharedFault(
                "5.06",
                "has another default for the shortest prefix",
                "request/PoolBounds.java",
                "MIN_IPV4 = 8;",
                "MIN_IPV4 = 9;")
            .also("subnet_pool.define"),
        new SharedFault(
                "5.22",
                "counts IPv6 quota in addresses",
                "request/QuotaUnits.java",
                "family == IpFamily.IPV4 ? count.shiftLeft(SCALE) : count",
                "count.shiftLeft(SCALE)")
            .also(WrittenHistories.QUOTA_OF_A_SHORTER_PREFIX.name()),
        new SharedFault(
                "3.45",
                "leaves the owner out of what a key stands for",
                "request/RequestFingerprint.java",
                "    text(request.owner());\n",
                "")
            .also(WrittenHistories.A_KEY_OF_ANOTHER_OWNER.name()),
        new SharedFault(
                "3.21",
                "derives an interface identifier without flipping the universal bit",
                "net/MacAddress.java",
                "return eui64 ^ UNIVERSAL_LOCAL_BIT;",
                "return eui64;")
            .also("address.derive"),
        new SharedFault(
                "7.18",
                "lets ids of a snapshot come in any order",
                "snapshot/SnapshotCheck.java",
                "CodePoints.compare(lastId, id) >= 0",
                "lastId.equals(id)")
            .also(WrittenStoreHistories.SUBNETS_OF_A_DUMP_IN_DISORDER.name()),
        new SharedFault(
                "7.20",
                "looks for overlaps with what is below only",
                "snapshot/PlanCheck.java",
                "if (above != null && above.getKey().overlaps(block)) {",
                "if (above != null && above.getKey().equals(block)) {")
            .also(WrittenStoreHistories.A_PREFIX_AROUND_ANOTHER.name()));
  }
}
