package dev.ipam.testdb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/** A table of numbers, for tests that look which of them are still there. */
public final class Numbers {
  private Numbers() {}

  public static void makeTable(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE numbers (number INT PRIMARY KEY)");
    }
  }

  /** Inserts numbers, each in a transaction of its own. */
  public static void insert(JdbcEndpoint at, int first, int last) throws SQLException {
    try (Connection connection = at.connect()) {
      for (int number = first; number <= last; number++) {
        insert(connection, number);
      }
    }
  }

  public static void insert(Connection connection, int number) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO numbers VALUES (?)")) {
      insert.setInt(1, number);
      insert.executeUpdate();
    }
  }

  public static Set<Integer> read(JdbcEndpoint at) throws SQLException {
    try (Connection connection = at.connect()) {
      return read(connection);
    }
  }

  public static Set<Integer> read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT number FROM numbers")) {
      Set<Integer> numbers = new TreeSet<>();
      while (rows.next()) {
        numbers.add(rows.getInt(1));
      }
      return numbers;
    }
  }
}
