package dev.ipam.reference.rows;

import dev.ipam.net.IpFamily;
import dev.ipam.reference.db.Sql;
import dev.ipam.request.PoolUsage;
import dev.ipam.request.QuotaUnits;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many subnets of each length the projects have in one subnet pool.
 *
 * @param sql what runs the statements
 * @param poolId the pool
 */
public record PoolUse(Sql sql, String poolId) {
  private record Count(String project, int length, long subnets) {}

  /** What a project's subnets take. */
  public QuotaUnits usedBy(String project, IpFamily family) {
    return sum(
        family,
        sql.all(
            "SELECT prefix_length, subnets FROM ipam_pool_use WHERE pool_id = ? AND project = ?",
            row -> new Count(project, row.getInt(1), row.getLong(2)),
            poolId,
            project));
  }

  /** What each project's subnets take. */
  public Map<String, QuotaUnits> byProject(IpFamily family) {
    Map<String, QuotaUnits> used = new HashMap<>();
    for (Count count : all()) {
      used.merge(count.project, sum(family, List.of(count)), QuotaUnits::plus);
    }
    return used;
  }

  /** How full the pool is. */
  public PoolUsage usage(SubnetPool pool) {
    return PoolUsage.of(pool, byProject(pool.family()), subnets());
  }

  /** How many subnets the pool has. */
  public long subnets() {
    return all().stream().mapToLong(Count::subnets).sum();
  }

  private List<Count> all() {
    return sql.all(
        "SELECT project, prefix_length, subnets FROM ipam_pool_use WHERE pool_id = ?",
        row -> new Count(row.getString(1), row.getInt(2), row.getLong(3)),
        poolId);
  }

  private static QuotaUnits sum(IpFamily family, List<Count> counts) {
    BigInteger addresses = BigInteger.ZERO;
    for (Count count : counts) {
      BigInteger each = BigInteger.ONE.shiftLeft(family.bits() - count.length);
      addresses = addresses.add(each.multiply(BigInteger.valueOf(count.subnets)));
    }
    return QuotaUnits.ofAddresses(family, addresses);
  }

  /** Counts a subnet that came. */
  public void add(Subnet subnet) {
    if (change(subnet, 1) == 0) {
      sql.run(
          "INSERT INTO ipam_pool_use (pool_id, project, prefix_length, subnets)"
              + " VALUES (?, ?, ?, 1)",
          poolId,
          subnet.project(),
          subnet.cidr().prefixLength());
    }
  }

  /** Counts a subnet that went. */
  public void remove(Subnet subnet) {
    change(subnet, -1);
    sql.run(
        "DELETE FROM ipam_pool_use WHERE pool_id = ? AND project = ? AND prefix_length = ?"
            + " AND subnets = 0",
        poolId,
        subnet.project(),
        subnet.cidr().prefixLength());
  }

  private int change(Subnet subnet, long by) {
    return sql.run(
        "UPDATE ipam_pool_use SET subnets = subnets + ?"
            + " WHERE pool_id = ? AND project = ? AND prefix_length = ?",
        by,
        poolId,
        subnet.project(),
        subnet.cidr().prefixLength());
  }
}
