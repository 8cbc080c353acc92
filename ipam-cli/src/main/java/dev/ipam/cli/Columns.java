package dev.ipam.cli;

import static dev.ipam.cli.output.Column.forPrograms;
import static dev.ipam.cli.output.Column.shown;

import dev.ipam.cli.output.Column;
import dev.ipam.migration.dump.DumpSummary;
import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.PoolUsage;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How subnets and allocations are shown; the names are stable. */
final class Columns {
  static final List<Column<Subnet>> SUBNET =
      List.of(
          shown("subnet_id", Subnet::id),
          shown("cidr", Subnet::cidr),
          shown("from_pool", Subnet::poolId),
          shown("gateway", Subnet::gateway),
          shown("pools", subnet -> ranges(subnet.pools())),
          forPrograms("pools_generated", Subnet::poolsGenerated),
          shown("policy", subnet -> lower(subnet.policy())),
          forPrograms("rest", subnet -> subnet.rest().toString()),
          shown("project", Subnet::project));

  static final List<Column<DumpSummary>> DUMP =
      List.of(
          shown("scopes", DumpSummary::scopes),
          shown("pools", DumpSummary::pools),
          shown("subnets", DumpSummary::subnets),
          shown("allocations", DumpSummary::allocations),
          shown("keys", DumpSummary::keys),
          forPrograms("records", DumpSummary::records));

  static final List<Column<AddressScope>> SCOPE =
      List.of(
          shown("scope_id", AddressScope::id),
          shown("family", AddressScope::family),
          shown("shared", AddressScope::shared),
          shown("project", AddressScope::project));

  static final List<Column<SubnetPool>> POOL =
      List.of(
          shown("pool_id", SubnetPool::id),
          shown("prefixes", pool -> pool.prefixes().stream().map(Cidr::toString).toList()),
          shown("min_prefix_length", SubnetPool::minPrefixLength),
          shown("default_prefix_length", SubnetPool::defaultPrefixLength),
          shown("max_prefix_length", SubnetPool::maxPrefixLength),
          shown("quota", SubnetPool::quota),
          shown("scope_id", SubnetPool::scopeId),
          shown("shared", SubnetPool::shared),
          shown("project", SubnetPool::project));

  static final List<Column<PoolUsage>> POOL_USAGE =
      List.of(
          shown("capacity", usage -> usage.capacity().toBigDecimal()),
          shown("allocated", usage -> usage.allocated().toBigDecimal()),
          shown("free", usage -> usage.free().toBigDecimal()),
          shown("subnets", PoolUsage::subnets));

  static final List<Column<Usage>> USAGE =
      List.of(
          shown("capacity", Usage::capacity),
          shown("allocated", Usage::allocated),
          shown("free", Usage::free),
          shown("resting", Usage::resting),
          shown("outside_pools", Usage::outsidePools),
          forPrograms("next_rested", Usage::nextRested));

  static final List<Column<Allocation>> ALLOCATION =
      List.of(
          shown("subnet_id", Allocation::subnetId),
          shown("address", Allocation::address),
          shown("owner", Allocation::owner),
          shown("kind", allocation -> lower(allocation.kind())),
          shown("token", Allocation::token),
          shown("allocated_at", Allocation::allocatedAt),
          forPrograms("key", Allocation::key));

  private Columns() {}

  private static List<Map<String, String>> ranges(List<AddressRange> pools) {
    return pools.stream().map(Columns::range).toList();
  }

  private static Map<String, String> range(AddressRange pool) {
    Map<String, String> range = new LinkedHashMap<>();
    range.put("first", pool.first().toString());
    range.put("last", pool.last().toString());
    return range;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
