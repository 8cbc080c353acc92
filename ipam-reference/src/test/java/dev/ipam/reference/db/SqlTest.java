package dev.ipam.reference.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.reference.db.RowWrite.ColumnType;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A commit that goes together with what is to be committed. */
class SqlTest {
  private static final String UPDATE = "UPDATE numbers SET number = 7 WHERE number = ?";
  private static final String INSERT_ONE = "INSERT INTO numbers (number) VALUES (?)";
  private static final RowWrite INSERT =
      new RowWrite.Table("numbers").key(ColumnType.NUMBER, "number").insert();

  @ForEachDatabase
  void itTellsHowManyRowsWereChanged(TestDatabase made) throws SQLException {
    write(
        made,
        sql -> {
          insert(sql, 1);
          assertThat(sql.isCommitting()).isFalse();
          assertThat(sql.runAndCommit(UPDATE, 1L)).isEqualTo(1);
          assertThat(sql.isCommitting()).isTrue();
          assertThat(numbers(made)).containsExactly(7L);

          sql.begin();
          assertThat(sql.isCommitting()).isFalse();
          insert(sql, 2);
          sql.commit();
          assertThat(sql.isCommitting()).isTrue();
          assertThat(numbers(made)).containsExactly(2L, 7L);

          // Of two statements that change rows the last one counts, and that changes none.
          sql.begin();
          insert(sql, 3);
          assertThat(sql.runAndCommit(UPDATE, 99L)).isZero();
        });
  }

  /** Where anything before the commit fails, it must not be carried out. */
  @ForEachDatabase
  void nothingIsCommittedBehindAFailure(TestDatabase made) throws SQLException {
    write(
        made,
        sql -> {
          insert(sql, 1);
          sql.commit();
          for (boolean early : List.of(true, false)) {
            sql.begin();
            sql.run(INSERT_ONE, 2L);
            insert(sql, early ? 1 : 3);
            assertThatThrownBy(() -> sql.runAndCommit(INSERT_ONE, early ? 4L : 1L))
                .isInstanceOf(SQLException.class);
            sql.rollback();
            assertThat(numbers(made)).as("early: %s", early).containsExactly(1L);
          }
        });
  }

  private interface Body {
    void run(Sql sql) throws SQLException;
  }

  /** Runs something in a transaction that writes to a new table. */
  private static void write(TestDatabase made, Body body) throws SQLException {
    makeTable(made);
    try (Database database = database(made);
        Connection connection = database.openWriter()) {
      Sql sql = Sql.ofWriter(connection, database.dialect());
      sql.begin();
      body.run(sql);
    }
  }

  private static void makeTable(TestDatabase made) throws SQLException {
    try (Connection connection = made.witness();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE numbers (number BIGINT PRIMARY KEY)");
    }
  }

  private static List<Long> numbers(TestDatabase made) throws SQLException {
    try (Connection connection = made.witness();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT number FROM numbers ORDER BY number")) {
      List<Long> numbers = new ArrayList<>();
      while (rows.next()) {
        numbers.add(rows.getLong(1));
      }
      return numbers;
    }
  }

  private static void insert(Sql sql, long number) {
    sql.write(INSERT, List.<@Nullable Object[]>of(new @Nullable Object[] {number}));
  }

  private static Database database(TestDatabase made) {
    return new Database(
        DatabaseAddress.of("url", made.endpoint().url()),
        made.endpoint().user(),
        made.endpoint().password(),
        2,
        Duration.ofSeconds(30));
  }
}
