package dev.ipam.reference.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.reference.db.RowWrite.ColumnType;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows that are added without the columns in which they have nothing. */
class RowWriteTest {
  private static final RowWrite.Table TABLE =
      new RowWrite.Table("written")
          .values(ColumnType.TEXT, "a", "b")
          .values(ColumnType.NUMBER, "c")
          .key(ColumnType.NUMBER, "k");

  @Test
  void namesTheColumnsThatHaveSomething() {
    RowWrite.Form form = TABLE.insert().form(List.<@Nullable Object[]>of(row(null, "x", null, 1L)));

    assertThat(form.one()).isEqualTo("INSERT INTO written (b, k) VALUES (?, ?)");
    assertThat(form.many())
        .isEqualTo(
            "INSERT INTO written (b, k) SELECT * FROM (SELECT unnest(CAST(? AS text[])) AS b,"
                + " unnest(CAST(? AS bigint[])) AS k) AS u");
    assertThat(form.values(row(null, "y", null, 2L))).containsExactly("y", 2L);
    assertThat(form.types()).containsExactly(ColumnType.TEXT, ColumnType.NUMBER);
  }

  @Test
  void aColumnOfOneRowIsWrittenForAll() {
    List<@Nullable Object[]> rows =
        List.<@Nullable Object[]>of(row(null, null, null, 1L), row(null, null, 3L, 2L));
    RowWrite.Form form = TABLE.insert().form(rows);

    assertThat(form.one()).isEqualTo("INSERT INTO written (c, k) VALUES (?, ?)");
    assertThat(form.column(0, rows)).containsExactly(null, 3L);
    assertThat(form.column(1, rows)).containsExactly(1L, 2L);
  }

  /** What is changed to nothing must be said. */
  @Test
  void changesNameAllColumns() {
    RowWrite.Form form = TABLE.update().form(List.<@Nullable Object[]>of(row(null, "x", null, 1L)));

    assertThat(form.one()).isEqualTo("UPDATE written SET a = ?, b = ?, c = ? WHERE k = ?");
    assertThat(form.values(row(null, "x", null, 1L))).containsExactly(null, "x", null, 1L);
  }

  /** Each is a statement that a connection keeps. */
  @Test
  void formsAreFew() {
    RowWrite.Table wide = new RowWrite.Table("wide").key(ColumnType.NUMBER, "k");
    for (int i = 0; i < 6; i++) {
      wide.values(ColumnType.NUMBER, "v" + i);
    }
    RowWrite insert = wide.insert();
    List<String> texts = new ArrayList<>();
    for (int present = 0; present < 64; present++) {
      @Nullable Object[] row = new @Nullable Object[7];
      for (int i = 0; i < 6; i++) {
        row[i] = (present >> i & 1) == 0 ? null : Long.valueOf(i);
      }
      row[6] = 7L;
      RowWrite.Form form = insert.form(List.<@Nullable Object[]>of(row));
      texts.add(form.one());
      assertThat(form.values(row)).contains(7L);
    }

    assertThat(texts.stream().distinct()).hasSize(RowWrite.MOST_FORMS + 1);
  }

  @ForEachDatabase
  void whatIsLeftOutIsNothing(TestDatabase made) throws SQLException {
    DatabaseAddress address = DatabaseAddress.of("url", made.endpoint().url());
    List<@Nullable Object[]> one = List.<@Nullable Object[]>of(row(null, "x", null, 1L));
    List<@Nullable Object[]> many = new ArrayList<>();
    for (long k = 2; k < 40; k++) {
      many.add(row(k % 2 == 0 ? null : "a" + k, null, k % 3 == 0 ? k : null, k));
    }
    List<@Nullable Object[]> bare =
        List.<@Nullable Object[]>of(row(null, null, null, 41L), row(null, null, null, 42L));
    try (Database database =
            new Database(
                address,
                made.endpoint().user(),
                made.endpoint().password(),
                2,
                Duration.ofMinutes(1));
        Connection connection = database.openWriter();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE written (k BIGINT PRIMARY KEY, a VARCHAR(9), b VARCHAR(9), c BIGINT)");
      Sql sql = Sql.ofWriter(connection, database.dialect());
      RowWrite insert = TABLE.insert();
      List<@Nullable Object> written = new ArrayList<>();
      for (List<@Nullable Object[]> rows : List.of(one, many, bare)) {
        sql.write(insert, rows);
        sql.send();
        rows.forEach(row -> written.add(Arrays.asList(row)));
      }

      assertThat(
              sql.all(
                  "SELECT a, b, c, k FROM written ORDER BY k",
                  row -> {
                    long number = row.getLong(3);
                    Long c = row.wasNull() ? null : number;
                    return Arrays.asList(row.getString(1), row.getString(2), c, row.getLong(4));
                  }))
          .isEqualTo(written);
    }
  }

  /** A plan is kept, so the one that is made while the table is small must do for a large one. */
  @ForEachDatabase(Engine.POSTGRESQL)
  void manyRowsAreSoughtByTheirKeysThoughTheTableIsSmall(TestDatabase made) throws SQLException {
    try (Connection connection = made.witness();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE written (k BIGINT PRIMARY KEY, a TEXT, b TEXT, c BIGINT)");
      statement.execute("INSERT INTO written (k) VALUES (1)");
      statement.execute("ANALYZE written");
      statement.execute("SET plan_cache_mode = force_generic_plan");
      connection.setAutoCommit(false);
      statement.execute(Dialect.POSTGRESQL.seek());
      List<@Nullable Object[]> rows = List.<@Nullable Object[]>of(row("a", "b", 3L, 1L));
      for (RowWrite each : List.of(TABLE.update(), TABLE.delete())) {
        RowWrite.Form form = each.form(rows);
        String text = form.many();
        for (int i = 1; i <= form.types().size(); i++) {
          text = text.replaceFirst("[?]", Matcher.quoteReplacement("$" + i));
        }
        statement.execute("PREPARE each AS " + text);
        String nothing = String.join(", ", Collections.nCopies(form.types().size(), "NULL"));
        StringBuilder plan = new StringBuilder();
        try (ResultSet lines = statement.executeQuery("EXPLAIN EXECUTE each(" + nothing + ")")) {
          while (lines.next()) {
            plan.append(lines.getString(1)).append('\n');
          }
        }
        statement.execute("DEALLOCATE each");

        assertThat(plan)
            .contains("ProjectSet", "Index Scan using written_pkey")
            .doesNotContain("Seq Scan", "Hash", "Merge", "Function Scan");
      }
    }
  }

  private static @Nullable Object[] row(
      @Nullable String a, @Nullable String b, @Nullable Long c, @Nullable Long k) {
    return new @Nullable Object[] {a, b, c, k};
  }
}
