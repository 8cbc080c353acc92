package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.net.IpAddress;
import dev.ipam.reference.rows.HoldersQuery;
import dev.ipam.reference.rows.RunsAhead;
import dev.ipam.reference.rows.SubnetsAhead;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;

/**
 * No look-up of an operation scans: each is a seek in an index, as docs/reference-driver.md says.
 */
class QueryPlanTest {
  private static final Map<String, String> SEEKS = new TreeMap<>();

  static {
    SEEKS.put(
        "a run",
        "SELECT first_address FROM ipam_free WHERE subnet_number = 1 AND last_address >= %1$s"
            + " ORDER BY last_address LIMIT 16");
    SEEKS.put(
        "a place", "SELECT occupant FROM ipam_place WHERE subnet_number = 1 AND place IN (%1$s)");
    SEEKS.put(
        "an occupant", "SELECT place FROM ipam_place WHERE subnet_number = 1 AND occupant = %1$s");
    SEEKS.put(
        "an allocation",
        "SELECT token FROM ipam_allocation WHERE subnet_number = 1 AND address = %1$s");
    SEEKS.put("an owner's", "SELECT token FROM ipam_allocation WHERE owner = 'o'");
    SEEKS.put("a key's", "SELECT token FROM ipam_allocation WHERE key_name = 'k' ORDER BY token");
    SEEKS.put(
        "the smallest fit",
        "SELECT network FROM ipam_pool_free WHERE pool_id = 'p' AND prefix_length <= 24"
            + " ORDER BY prefix_length DESC, network LIMIT 1");
    SEEKS.put(
        "the block around",
        "SELECT network FROM ipam_pool_free WHERE pool_id = 'p' AND network <= %1$s"
            + " ORDER BY network DESC LIMIT 1");
    SEEKS.put(
        "an overlap",
        "SELECT network FROM ipam_scope_prefix WHERE scope_id = 's' AND network <= %1$s"
            + " ORDER BY network DESC LIMIT 1");
    SEEKS.put(
        "what has rested",
        "SELECT address FROM ipam_rest WHERE subnet_number = 1 AND state = 1"
            + " AND until_millis <= 5 ORDER BY until_millis LIMIT 9");
  }

  /** PostgreSQL only; sorts what it has found, which are few. */
  private static final String AHEAD =
      "SELECT f.first_address FROM ipam_subnet s, LATERAL (SELECT * FROM ipam_free WHERE"
          + " subnet_number = s.number AND last_address > COALESCE(s.pass_at, CAST('' AS bytea))"
          + " ORDER BY last_address LIMIT 16) f WHERE s.id = 's'";

  /** Of few rows a scan is cheapest. */
  private static final String MANY_SUBNETS =
      "INSERT INTO ipam_subnet SELECT n, 's' || n, '', decode(lpad(to_hex(n << 8), 8, '0'), 'hex'),"
          + " 24, NULL, NULL, 'SEQUENTIAL', 0, NULL, NULL, 1, NULL, 0, 0, 0, 0, 0, 0, 0"
          + " FROM generate_series(1, 20000) n";

  @ForEachDatabase(Engine.POSTGRESQL)
  void theRunsAheadAreASeek(TestDatabase database) throws Exception {
    Drivers.open(ReferenceUnderTest.settings(database)).close();
    try (Connection connection = database.witness();
        Statement statement = connection.createStatement()) {
      statement.execute("SET enable_seqscan = off");
      statement.execute("SET enable_bitmapscan = off");
      statement.execute("SET enable_sort = off");
      assertThat(plan(statement, false, AHEAD))
          .contains("Limit", "last_address > COALESCE", "Index Scan using ipam_free_pkey")
          .doesNotContain("Seq Scan", "Sort", "Filter");
    }
  }

  @ForEachDatabase(Engine.MARIADB)
  void whatIsReadAheadIsSoughtOnMariaDb(TestDatabase database) throws Exception {
    Drivers.open(ReferenceUnderTest.settings(database)).close();
    try (Connection connection = database.witness();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO ipam_subnet SELECT seq, concat('s', seq), '', unhex('0a000000'), 24, NULL,"
              + " NULL, 'SEQUENTIAL', 0, NULL, NULL, 1, NULL, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL"
              + " FROM seq_1_to_2000");
      statement.execute(
          "INSERT INTO ipam_free SELECT seq, unhex('0a0000fe'), unhex('0a000001'), 0"
              + " FROM seq_1_to_2000");
      statement.execute("ANALYZE TABLE ipam_subnet, ipam_free");
      assertThat(sought(statement, SubnetsAhead.subnetsOfMany(3).replace("?", "'s77'")))
          .containsExactly("id");
      String run = RunsAhead.OF_ONE.replaceFirst("[?]", "77").replaceFirst("[?]", "x'0a000005'");
      assertThat(sought(statement, run + " UNION ALL " + run))
          .containsExactly("PRIMARY", "PRIMARY");
    }
  }

  /** The index in which each of the tables is sought for a few rows. */
  private static List<String> sought(Statement statement, String text) throws SQLException {
    List<String> keys = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery("EXPLAIN " + text)) {
      while (rows.next()) {
        if (!"UNION RESULT".equals(rows.getString("select_type"))) {
          assertThat(rows.getString("type")).isIn("range", "ref", "const", "eq_ref");
          keys.add(rows.getString("key"));
        }
      }
    }
    return keys;
  }

  /** Sorts what it has found: those who hold just this address. */
  @ForEachDatabase({Engine.SQLITE, Engine.POSTGRESQL})
  void holdersAreSoughtInTheSubnetsThatContainTheAddress(TestDatabase database) throws Exception {
    boolean sqlite = database.engine() == Engine.SQLITE;
    Drivers.open(ReferenceUnderTest.settings(database)).close();
    try (Connection connection = database.witness();
        Statement statement = connection.createStatement()) {
      if (!sqlite) {
        statement.execute(MANY_SUBNETS);
        statement.execute("ANALYZE ipam_subnet");
      }
      for (String each : List.of("10.0.0.5", "2001:db8::5")) {
        IpAddress address = IpAddress.parse(each);
        String text = HoldersQuery.text(address, !sqlite);
        for (Object value : HoldersQuery.values(address)) {
          text = text.replaceFirst("[?]", Matcher.quoteReplacement(literal(sqlite, value)));
        }
        assertThat(plan(statement, sqlite, text))
            .as(text)
            .contains("ipam_subnet_by_cidr")
            .containsPattern("a USING PRIMARY KEY|Index Scan using ipam_allocation_pkey")
            .doesNotContain("Seq Scan", "SCAN ");
      }
    }
  }

  private static String literal(boolean sqlite, Object bytes) {
    String hex = HexFormat.of().formatHex((byte[]) bytes);
    return sqlite ? "x'" + hex + "'" : "'\\x" + hex + "'::bytea";
  }

  private static String plan(Statement statement, boolean sqlite, String text) throws SQLException {
    StringBuilder plan = new StringBuilder();
    try (ResultSet rows =
        statement.executeQuery((sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + text)) {
      while (rows.next()) {
        plan.append(rows.getString(sqlite ? 4 : 1)).append('\n');
      }
    }
    return plan.toString();
  }

  @ForEachDatabase({Engine.SQLITE, Engine.POSTGRESQL})
  void everyLookUpIsASeek(TestDatabase database) throws Exception {
    boolean sqlite = database.engine() == Engine.SQLITE;
    try (ReferenceDriver driver = Drivers.open(ReferenceUnderTest.settings(database))) {
      driver.createSubnet(SubnetRequest.of("s", "10.0.0.0/16"));
      driver.allocate(AllocationRequest.bulk("s", 5_000));
      driver.allocate(AllocationRequest.specific("s", IpAddress.parse("10.0.250.1")));
    }
    String address = sqlite ? "x'0a000005'" : "'\\x0a000005'::bytea";
    try (Connection connection = database.witness();
        Statement statement = connection.createStatement()) {
      if (!sqlite) {
        // Of few rows a scan is cheapest: what is asked is whether there is another way.
        statement.execute("SET enable_seqscan = off");
        statement.execute("SET enable_sort = off");
      }
      for (Map.Entry<String, String> seek : SEEKS.entrySet()) {
        String text = String.format(seek.getValue(), address);
        assertThat(plan(statement, sqlite, text))
            .as("%s: %s", seek.getKey(), text)
            .containsPattern(sqlite ? "SEARCH .* USING" : "Index (Only )?Scan|Bitmap Index Scan")
            .doesNotContain("Seq Scan", "TEMP B-TREE", "SCAN ipam", "Sort Key");
      }
    }
  }
}
