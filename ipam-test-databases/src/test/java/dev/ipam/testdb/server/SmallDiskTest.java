package dev.ipam.testdb.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.testdb.JdbcEndpoint;
import dev.ipam.testdb.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SmallDiskTest {
  private static final int MEBIBYTES = 192;
  private static final int ROW = 256 * 1024;

  @Test
  void aServerOutlivesAFullDisk() throws SQLException {
    if (SmallDisk.missing().isPresent()) {
      System.out.println("Full disks not covered by these tests: no " + SmallDisk.missing().get());
      assertThatThrownBy(() -> SmallDisk.mount(1)).isInstanceOf(IllegalStateException.class);
      return;
    }
    try (SmallDisk disk = SmallDisk.mount(MEBIBYTES);
        PostgresServer server = PostgresServer.launch(disk)) {
      TestDatabase database = server.createDatabase();
      execute(database, "CREATE TABLE blobs (number INT PRIMARY KEY, blob BYTEA)");
      Set<Integer> acknowledged = new TreeSet<>();
      insertTo(10, database.endpoint(), acknowledged);
      disk.fill();
      assertThatThrownBy(() -> insertTo(1000, database.endpoint(), acknowledged))
          .isInstanceOf(SQLException.class);

      disk.free();
      if (!server.isRunning()) {
        server.start();
      }
      server.restart();
      assertThat(read(database.endpoint())).containsAll(acknowledged);
      insertTo(1001, database.endpoint(), acknowledged, 1001);
    }
  }

  private static void insertTo(int last, JdbcEndpoint at, Set<Integer> acknowledged)
      throws SQLException {
    insertTo(last, at, acknowledged, acknowledged.size() + 1);
  }

  private static void insertTo(int last, JdbcEndpoint at, Set<Integer> acknowledged, int first)
      throws SQLException {
    byte[] blob = new byte[ROW];
    new Random(1).nextBytes(blob);
    try (Connection connection = at.connect();
        PreparedStatement insert = connection.prepareStatement("INSERT INTO blobs VALUES (?, ?)")) {
      for (int number = first; number <= last; number++) {
        insert.setInt(1, number);
        insert.setBytes(2, blob);
        insert.executeUpdate();
        acknowledged.add(number);
      }
    }
  }

  private static Set<Integer> read(JdbcEndpoint at) throws SQLException {
    Set<Integer> numbers = new TreeSet<>();
    try (Connection connection = at.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT number FROM blobs")) {
      while (rows.next()) {
        numbers.add(rows.getInt(1));
      }
    }
    return numbers;
  }

  private static void execute(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
