package dev.ipam.reference.db;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of one table: by one text for a single row, by another for many, whose values are
 * bound as one array for each column.
 */
public final class RowWrite {
  /** In which order rows are written that wait: those that give up a key come first. */
  public enum Phase {
    /** What all else depends on. */
    FIRST,
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

  /**
   * The texts that write rows, and which of a row's values they bind.
   *
   * @param one the statement for one row; binds {@link #values}
   * @param many the statement for many rows; binds an array of each {@link #column}
   * @param types what each bound column has
   * @param picked which values of a row these are; all where it is empty
   */
  record Form(String one, String many, List<ColumnType> types, List<Integer> picked) {
    /** The values of one row. */
    @Nullable Object[] values(@Nullable Object[] row) {
      if (picked.isEmpty()) {
        return row;
      }
      @Nullable Object[] values = new @Nullable Object[picked.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = row[picked.get(i)];
      }
      return values;
    }

    /** The values of one bound column in one row after another. */
    @Nullable Object[] column(int column, List<@Nullable Object[]> rows) {
      int at = picked.isEmpty() ? column : picked.get(column);
      @Nullable Object[] values = types.get(column).array(rows.size());
      for (int row = 0; row < rows.size(); row++) {
        values[row] = rows.get(row)[at];
      }
      return values;
    }
  }

  /** How many forms a table's additions have beside the whole one: each is a statement to keep. */
  static final int MOST_FORMS = 16;

  private final Phase phase;
  private final Form whole;
  private final @Nullable Table added;
  private final Map<Long, Form> forms = new ConcurrentHashMap<>();

  private RowWrite(Phase phase, String one, String many, List<Column> columns) {
    this.phase = phase;
    this.whole = new Form(one, many, columns.stream().map(Column::type).toList(), List.of());
    this.added = null;
  }

  private RowWrite(Table added) {
    this.phase = Phase.INSERT;
    this.whole = added.insertOf(IntStream.range(0, added.all().size()).boxed().toList());
    this.added = added;
  }

  /**
   * Changes one row, before all others that wait.
   *
   * @param text the statement
   */
  public static RowWrite first(String text) {
    return new RowWrite(Phase.FIRST, text, text, List.of());
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

  /**
   * How these rows are written. Columns in which rows that are added have nothing are left out:
   * they have nothing in any case, and the database need not hear it for each row.
   */
  Form form(List<@Nullable Object[]> rows) {
    Table table = added;
    if (table == null) {
      return whole;
    }
    int width = whole.types.size();
    long present = 0;
    for (@Nullable Object[] row : rows) {
      for (int i = 0; i < width; i++) {
        present |= row[i] == null ? 0 : 1L << i;
      }
    }
    if (Long.bitCount(present) == width) {
      return whole;
    }
    Form known = forms.get(present);
    if (known != null) {
      return known;
    }
    return forms.size() < MOST_FORMS ? forms.computeIfAbsent(present, table::insertOf) : whole;
  }

  /** Whether the statement for many rows looks for rows that are there. */
  boolean isSeeking() {
    return phase != Phase.INSERT;
  }

  /**
   * Rows made of arrays. They come one by one out of the list of what is selected; a function that
   * is selected from writes all of them down first, each column by itself.
   */
  private static String source(List<Column> columns) {
    return "(SELECT "
        + list(
            columns,
            column -> "unnest(CAST(? AS " + column.type.sqlName() + "[])) AS " + column.name)
        + ") AS u";
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

    /** Adds rows, whose values are those of all columns. */
    public RowWrite insert() {
      return new RowWrite(this);
    }

    private Form insertOf(long present) {
      return insertOf(
          IntStream.range(0, all().size()).filter(i -> (present >> i & 1) != 0).boxed().toList());
    }

    private Form insertOf(List<Integer> picked) {
      List<Column> columns = picked.stream().map(all()::get).toList();
      String into = "INSERT INTO " + name + " (" + list(columns, Column::name) + ") ";
      return new Form(
          into + "VALUES (" + list(columns, column -> "?") + ")",
          into + "SELECT * FROM " + source(columns),
          columns.stream().map(Column::type).toList(),
          picked);
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

    /**
     * Deletes rows whose last column of the primary key is in a range; binds the columns before it,
     * and both ends.
     */
    public RowWrite deleteRange() {
      Column ranged = keys.get(keys.size() - 1);
      List<Column> before = keys.subList(0, keys.size() - 1);
      List<Column> bound = new ArrayList<>(before);
      bound.add(new Column("low", ranged.type));
      bound.add(new Column("high", ranged.type));
      String from = "DELETE FROM " + name;
      return new RowWrite(
          Phase.DELETE,
          from
              + " WHERE "
              + before.stream().map(key -> key.name + " = ? AND ").collect(Collectors.joining())
              + ranged.name
              + " BETWEEN ? AND ?",
          from
              + " USING "
              + source(bound)
              + " WHERE "
              + joined(name, before)
              + " AND "
              + name
              + "."
              + ranged.name
              + " BETWEEN u.low AND u.high",
          bound);
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
