package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.net.IpAddress;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

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
    SEEKS.put("holders", "SELECT token FROM ipam_allocation WHERE address = %1$s");
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

  @ForEachDatabase({Engine.SQLITE, Engine.POSTGRESQL})
  void everyLookUpIsASeek(TestDatabase database) throws Exception {
    boolean sqlite = database.engine() == Engine.SQLITE;
    try (ReferenceDriver driver = Drivers.open(ReferenceUnderTest.settings(database))) {
      driver.createSubnet(SubnetRequest.of("s", "10.0.0.0/16"));
      driver.allocate(AllocationRequest.bulk("s", 5_000));
      driver.allocate(AllocationRequest.specific("s", IpAddress.parse("10.0.250.1")));
    }
    String address = sqlite ? "x'0a000005'" : "'\\x0a000005'::bytea";
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      if (!sqlite) {
        // Of few rows a scan is cheapest: what is asked is whether there is another way.
        statement.execute("SET enable_seqscan = off");
        statement.execute("SET enable_sort = off");
      }
      for (Map.Entry<String, String> seek : SEEKS.entrySet()) {
        String text = String.format(seek.getValue(), address);
        StringBuilder plan = new StringBuilder();
        try (ResultSet rows =
            statement.executeQuery((sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + text)) {
          while (rows.next()) {
            plan.append(rows.getString(sqlite ? 4 : 1)).append('\n');
          }
        }
        assertThat(plan.toString())
            .as("%s: %s", seek.getKey(), text)
            .containsPattern(sqlite ? "SEARCH .* USING" : "Index (Only )?Scan|Bitmap Index Scan")
            .doesNotContain("Seq Scan", "TEMP B-TREE", "SCAN ipam", "Sort Key");
      }
    }
  }
}
