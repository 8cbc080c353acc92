package dev.ipam.reference.db;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The prepared statements of a connection, by their texts. */
final class Statements implements AutoCloseable {
  private static final int MOST = 300;

  private final Connection connection;
  private final Map<String, PreparedStatement> byText = new HashMap<>();

  Statements(Connection connection) {
    this.connection = connection;
  }

  /** Prepares a text, and binds values in their order. */
  PreparedStatement bound(String text, @Nullable Object[] values) throws SQLException {
    PreparedStatement statement = prepared(text);
    bind(statement, values);
    return statement;
  }

  /** Prepares one text of several statements, and binds the values of all. */
  PreparedStatement bound(List<Bound> together) throws SQLException {
    StringJoiner text = new StringJoiner(";\n");
    List<@Nullable Object> values = new ArrayList<>();
    for (Bound each : together) {
      text.add(each.text());
      values.addAll(each.values());
    }
    return bound(text.toString(), values.toArray());
  }

  /** Prepares a text. */
  PreparedStatement prepared(String text) throws SQLException {
    PreparedStatement statement = byText.get(text);
    if (statement == null) {
      if (byText.size() == MOST) {
        close();
      }
      statement = connection.prepareStatement(text);
      byText.put(text, statement);
    }
    return statement;
  }

  /** Binds values in their order. */
  static void bind(PreparedStatement statement, @Nullable Object[] values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      int at = i + 1;
      if (value == null) {
        statement.setNull(at, Types.NULL);
      } else if (value instanceof byte[] bytes) {
        statement.setBytes(at, bytes);
      } else if (value instanceof Long number) {
        statement.setLong(at, number);
      } else if (value instanceof Integer number) {
        statement.setInt(at, number);
      } else if (value instanceof Array array) {
        statement.setArray(at, array);
      } else {
        statement.setString(at, (String) value);
      }
    }
  }

  @Override
  public void close() {
    try {
      for (PreparedStatement statement : byText.values()) {
        statement.close();
      }
    } catch (SQLException e) {
      // They go with their connection.
    }
    byText.clear();
  }
}
