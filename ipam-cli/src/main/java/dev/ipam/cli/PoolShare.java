package dev.ipam.cli;

import dev.ipam.cli.output.Column;
import dev.ipam.request.PoolUsage;
import dev.ipam.request.QuotaUnits;
import dev.ipam.request.SubnetPool;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a project holds of a subnet pool.
 *
 * @param project the project
 * @param allocated how much it holds, in units of the quota
 * @param left how much it may still take, 0 where it holds more than the quota; {@code null} where
 *     there is none
 */
record PoolShare(String project, BigDecimal allocated, @Nullable BigDecimal left) {
  static final List<Column<PoolShare>> COLUMNS =
      List.of(
          Column.shown("project", PoolShare::project),
          Column.shown("allocated", PoolShare::allocated),
          Column.shown("quota_left", PoolShare::left));

  static List<PoolShare> of(SubnetPool pool, PoolUsage usage) {
    List<PoolShare> shares = new ArrayList<>();
    usage.byProject().forEach((project, held) -> shares.add(of(project, held, pool.quota())));
    return shares;
  }

  private static PoolShare of(String project, QuotaUnits held, @Nullable BigInteger quota) {
    QuotaUnits limit = quota == null ? null : QuotaUnits.of(quota);
    QuotaUnits left =
        limit == null ? null : held.compareTo(limit) > 0 ? QuotaUnits.ZERO : limit.minus(held);
    return new PoolShare(project, held.toBigDecimal(), left == null ? null : left.toBigDecimal());
  }

  Map<String, @Nullable Object> asMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    COLUMNS.forEach(column -> map.put(column.name(), column.value().apply(this)));
    return map;
  }
}
