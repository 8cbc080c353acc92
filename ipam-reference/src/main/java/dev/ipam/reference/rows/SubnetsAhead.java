package dev.ipam.reference.rows;

import dev.ipam.reference.db.Dialect;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.space.FreeRuns;
import dev.ipam.reference.space.Run;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What operations will need of their subnets, read together: the rows of the subnets and, where the
 * database has {@code LATERAL} and arrays, of each the first free runs ahead of its pass.
 */
public final class SubnetsAhead {
  /** So many runs of each are read, where there are many subnets. */
  static final int FEW_RUNS = 4;

  private static final int MANY_SUBNETS = 8;

  private static final String RUNS =
      "SELECT s.number, f.first_address, f.last_address, f.from_pass FROM ipam_subnet s, LATERAL"
          + " (SELECT * FROM ipam_free WHERE subnet_number = s.number"
          + " AND last_address > COALESCE(s.pass_at, CAST('' AS bytea))"
          + " ORDER BY last_address LIMIT ?) f WHERE s.id";
  private static final String IN_ORDER = " ORDER BY s.number, f.last_address";
  private static final String SUBNETS = "SELECT " + SubnetRow.COLUMNS + " FROM ipam_subnet s";

  /** The texts for several; each binds an array of ids. */
  public static final String SUBNETS_OF_MANY = SUBNETS + " WHERE s.id = ANY(?)";

  /** The same of runs; binds how many of each before it. */
  public static final String RUNS_OF_MANY = RUNS + " = ANY(?)" + IN_ORDER;

  /** The same of one, which binds its id. */
  public static final String RUNS_OF_ONE = RUNS + " = ?" + IN_ORDER;

  private record Ahead(long number, Run run) {}

  /** Is told what was read of a subnet. */
  @FunctionalInterface
  public interface Learner {
    /**
     * Takes over a subnet.
     *
     * @param runs the first runs that end behind the address that its pass handed out last
     * @param most how many were asked for, which may be none
     */
    void learn(SubnetRow row, List<Run> runs, int most);
  }

  private final int most;
  private final List<Sql.Query<?>> queries = new ArrayList<>();
  private final Sql.Query<SubnetRow> subnets;
  private final List<Ahead> runs;

  /**
   * Prepares the queries.
   *
   * @param ids of one subnet at least
   */
  public SubnetsAhead(Sql sql, Dialect dialect, List<String> ids) {
    if (!dialect.looksFurther()) {
      most = 0;
      runs = List.of();
      subnets = ids.size() == 1 ? SubnetRow.query(ids.get(0)) : ofMany(ids);
      queries.add(subnets);
      return;
    }
    most = ids.size() < MANY_SUBNETS ? FreeRuns.FIRST_WINDOW : FEW_RUNS;
    Sql.Query<Ahead> ahead;
    if (ids.size() == 1) {
      subnets = SubnetRow.query(ids.get(0));
      ahead = new Sql.Query<>(RUNS_OF_ONE, SubnetsAhead::ahead, most, ids.get(0));
    } else {
      queries.add(new Sql.Query<>(dialect.seek(), row -> true));
      subnets = new Sql.Query<>(SUBNETS_OF_MANY, SubnetRow::read, sql.texts(ids));
      ahead = new Sql.Query<>(RUNS_OF_MANY, SubnetsAhead::ahead, most, sql.texts(ids));
    }
    queries.add(subnets);
    queries.add(ahead);
    runs = ahead.found();
  }

  private static Sql.Query<SubnetRow> ofMany(List<String> ids) {
    @Nullable Object[] values = new @Nullable Object[RunsAhead.width(ids.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = ids.get(Math.min(i, ids.size() - 1));
    }
    return new Sql.Query<>(subnetsOfMany(values.length), SubnetRow::read, values);
  }

  /** The text for several where the database has no arrays; binds so many ids. */
  public static String subnetsOfMany(int ids) {
    return SUBNETS + " WHERE s.id IN (?" + ", ?".repeat(ids - 1) + ")";
  }

  private static Ahead ahead(ResultSet row) throws SQLException {
    return new Ahead(
        row.getLong(1), new Run(Forms.address(row, 2), Forms.address(row, 3), row.getLong(4)));
  }

  /** What is to be sent. */
  public List<Sql.Query<?>> queries() {
    return queries;
  }

  /** Tells what was read. */
  public void tell(Learner learner) {
    Map<Long, List<Run>> ofSubnet = new HashMap<>();
    for (Ahead each : runs) {
      ofSubnet.computeIfAbsent(each.number, any -> new ArrayList<>()).add(each.run);
    }
    for (SubnetRow row : subnets.found()) {
      learner.learn(row, ofSubnet.getOrDefault(row.number(), List.of()), most);
    }
  }
}
