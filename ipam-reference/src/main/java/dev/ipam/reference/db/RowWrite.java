package dev.ipam.reference.db;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of one table: by one text for a single row, by another for many, whose values are
 * bound as one array for each column.
 */
public final class RowWrite {
  /** In which order rows are written that wait: those that give up a key come first. */
  public enum Phase {
    /** Rows are deleted. */
    DELETE,
    /** Rows are changed. */
    UPDATE,
    /** Rows are added. */
    INSERT,
    /** Rows are deleted to which, after all that, nothing belongs any more. */
    SWEEP
  }

  /** What a column has. */
  public enum ColumnType {
    /** A {@code Long}. */
    NUMBER("bigint"),
    /** An {@code Integer}. */
    SMALL("integer"),
    /** A {@code String}. */
    TEXT("text"),
    /** A {@code byte[]}. */
    BYTES("bytea");

    private final String sqlName;

    ColumnType(String sqlName) {
      this.sqlName = sqlName;
    }

    /** The name that SQL has for it. */
    String sqlName() {
      return sqlName;
    }

    private @Nullable Object[] array(int length) {
      return switch (this) {
        case NUMBER -> new @Nullable Long[length];
        case SMALL -> new @Nullable Integer[length];
        case TEXT -> new @Nullable String[length];
        case BYTES -> new byte @Nullable [length][];
      };
    }
  }

  private record Column(String name, ColumnType type) {}

  private final Phase phase;
  private final String one;
  private final String many;
  private final List<ColumnType> types;

  private RowWrite(Phase phase, String one, String many, List<Column> columns) {
    this.phase = phase;
    this.one = one;
    this.many = many;
    this.types = columns.stream().map(Column::type).toList();
  }

  /**
   * Sweeps rows of a table by its only key column.
   *
   * @param condition on the table's columns: which rows nothing belongs to
   */
  public static RowWrite sweep(String table, String key, String condition) {
    List<Column> columns = List.of(new Column(key, ColumnType.TEXT));
    return new RowWrite(
        Phase.SWEEP,
        "DELETE FROM " + table + " WHERE " + key + " = ? AND " + condition,
        "DELETE FROM "
            + table
            + " USING "
            + source(columns)
            + " WHERE "
            + joined(table, columns)
            + " AND "
            + condition,
        columns);
  }

  Phase phase() {
    return phase;
  }

  /** The statement for one row; binds its values. */
  String one() {
    return one;
  }

  /** The statement for many rows; binds arrays of {@link #types}, {@link #column}. */
  String many() {
    return many;
  }

  /** Whether the statement for many rows looks for rows that are there. */
  boolean isSeeking() {
    return phase != Phase.INSERT;
  }

  /** What each column has. */
  List<ColumnType> types() {
    return types;
  }

  /** The values of one column in one row after another. */
  @Nullable Object[] column(int column, List<@Nullable Object[]> rows) {
    @Nullable Object[] values = types.get(column).array(rows.size());
    for (int row = 0; row < rows.size(); row++) {
      values[row] = rows.get(row)[column];
    }
    return values;
  }

  private static String source(List<Column> columns) {
    return "unnest("
        + list(columns, column -> "CAST(? AS " + column.type.sqlName() + "[])")
        + ") AS u("
        + list(columns, Column::name)
        + ")";
  }

  private static String joined(String table, List<Column> keys) {
    return keys.stream()
        .map(key -> table + "." + key.name + " = u." + key.name)
        .collect(Collectors.joining(" AND "));
  }

  private static String list(List<Column> columns, Function<Column, String> each) {
    return columns.stream().map(each).collect(Collectors.joining(", "));
  }

  /** The columns of a table as rows are written: first its values, then its primary key. */
  public static final class Table {
    private final String name;
    private final List<Column> values = new ArrayList<>();
    private final List<Column> keys = new ArrayList<>();

    /** Begins with none. */
    public Table(String name) {
      this.name = name;
    }

    /** Adds columns outside of the primary key. */
    public Table values(ColumnType type, String... names) {
      for (String each : names) {
        values.add(new Column(each, type));
      }
      return this;
    }

    /** Adds a column of the primary key. */
    public Table key(ColumnType type, String column) {
      keys.add(new Column(column, type));
      return this;
    }

    private List<Column> all() {
      List<Column> all = new ArrayList<>(values);
      all.addAll(keys);
      return all;
    }

    private String wanted() {
      return keys.stream().map(key -> key.name + " = ?").collect(Collectors.joining(" AND "));
    }

    /** Adds rows; binds all columns. */
    public RowWrite insert() {
      String into = "INSERT INTO " + name + " (" + list(all(), Column::name) + ") ";
      return new RowWrite(
          Phase.INSERT,
          into + "VALUES (" + String.join(", ", Collections.nCopies(all().size(), "?")) + ")",
          into + "SELECT * FROM " + source(all()),
          all());
    }

    /** Changes rows; binds all columns. */
    public RowWrite update() {
      String update = "UPDATE " + name + " SET ";
      return new RowWrite(
          Phase.UPDATE,
          update + list(values, column -> column.name + " = ?") + " WHERE " + wanted(),
          update
              + list(values, column -> column.name + " = u." + column.name)
              + " FROM "
              + source(all())
              + " WHERE "
              + joined(name, keys),
          all());
    }

    /** Deletes rows; binds the columns of the primary key. */
    public RowWrite delete() {
      String from = "DELETE FROM " + name;
      return new RowWrite(
          Phase.DELETE,
          from + " WHERE " + wanted(),
          from + " USING " + source(keys) + " WHERE " + joined(name, keys),
          keys);
    }
  }
}
