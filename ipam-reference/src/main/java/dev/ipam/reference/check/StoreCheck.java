package dev.ipam.reference.check;

import dev.ipam.net.Cidr;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.rows.Forms;
import dev.ipam.reference.rows.StoreRow;
import dev.ipam.reference.rows.SubnetRow;
import dev.ipam.reference.transfer.SnapshotReader;
import dev.ipam.request.SubnetPool;
import dev.ipam.spi.CheckProblem;
import dev.ipam.spi.CheckReport;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** Reads the whole store in one transaction, and compares what its tables say of each other. */
public final class StoreCheck {
  private final Sql sql;
  private final Consumer<CheckProblem> problems;
  private long records;
  private long found;

  private StoreCheck(Sql sql, Consumer<CheckProblem> problems) {
    this.sql = sql;
    this.problems = problems;
  }

  /** Runs the check on what one transaction sees. */
  public static CheckReport run(Sql sql, StoreRow store, Consumer<CheckProblem> problems) {
    StoreCheck check = new StoreCheck(sql, problems);
    SnapshotReader reader = new SnapshotReader(sql, store.millis());
    Iterator<SubnetRow> subnets = reader.subnets();
    while (subnets.hasNext()) {
      check.count();
      new SubnetCheck(check, reader, subnets.next()).run(store.token());
    }
    Iterator<SubnetPool> pools = reader.pools();
    while (pools.hasNext()) {
      check.count();
      check.pool(pools.next());
    }
    check.orphans();
    return new CheckReport(check.records, check.found);
  }

  void count() {
    records++;
  }

  void problem(String part, String problem) {
    found++;
    problems.accept(new CheckProblem(part, problem));
  }

  /** Free blocks and subnets are together just the pool's prefixes. */
  private void pool(SubnetPool pool) {
    String part = "subnet pool \"" + pool.id() + "\"";
    BigInteger space = size(pool.prefixes());
    List<Cidr> free =
        sql.all(
            "SELECT network, prefix_length FROM ipam_pool_free WHERE pool_id = ?",
            row -> new Cidr(Forms.address(row, 1), row.getInt(2)),
            pool.id());
    List<Cidr> taken =
        sql.all(
            "SELECT network, prefix_length FROM ipam_subnet WHERE pool_id = ?",
            row -> new Cidr(Forms.address(row, 1), row.getInt(2)),
            pool.id());
    records += free.size();
    BigInteger sum = size(free).add(size(taken));
    if (!sum.equals(space)) {
      problem(part, "free blocks and subnets have " + sum + " addresses, its prefixes " + space);
    }
    long counted =
        sql.number("SELECT sum(subnets) FROM ipam_pool_use WHERE pool_id = ?", pool.id());
    if (counted != taken.size()) {
      problem(part, "it has " + taken.size() + " subnets, and table ipam_pool_use " + counted);
    }
  }

  private static BigInteger size(List<Cidr> blocks) {
    return blocks.stream().map(Cidr::size).reduce(BigInteger.ZERO, BigInteger::add);
  }

  private void orphans() {
    for (long number :
        sql.all(
            "SELECT DISTINCT a.subnet_number FROM ipam_allocation a"
                + " WHERE NOT EXISTS (SELECT 1 FROM ipam_subnet s WHERE s.number = a.subnet_number)"
                + " AND NOT EXISTS"
                + " (SELECT 1 FROM ipam_removed r WHERE r.subnet_number = a.subnet_number)",
            row -> row.getLong(1))) {
      problem("table ipam_allocation", "it has rows of subnet number " + number + ", which is not");
    }
    for (String key :
        sql.all(
            "SELECT k.name FROM ipam_key k WHERE k.subnet_number IS NOT NULL"
                + " AND NOT EXISTS (SELECT 1 FROM ipam_subnet s WHERE s.number = k.subnet_number)",
            row -> row.getString(1))) {
      problem("table ipam_key", "key \"" + key + "\" is of the creation of a subnet that is not");
    }
  }
}
