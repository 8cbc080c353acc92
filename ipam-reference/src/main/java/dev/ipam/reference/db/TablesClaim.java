package dev.ipam.reference.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The right to make the tables of a shared store, which one process has at a time.
 *
 * <p>A row decides it, and no lock: locks do not hold across the nodes of a cluster, and Flyway's
 * own begins after it has made its history. A claim ends by the database's clock, so that a process
 * that died with it stops nobody for longer.
 */
final class TablesClaim implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  static final Duration PAUSE = Duration.ofMillis(20);

  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS ipam_claim (one SMALLINT NOT NULL PRIMARY KEY,"
          + " holder CHAR(36) NOT NULL, until_millis BIGINT NOT NULL)";
  private static final String TAKE =
      "INSERT INTO ipam_claim (one, holder, until_millis) VALUES (1, ?, ?)";
  private static final String TAKE_OVER =
      "UPDATE ipam_claim SET holder = ?, until_millis = ? WHERE one = 1 AND until_millis < ?";
  private static final String GIVE_UP = "DELETE FROM ipam_claim WHERE one = 1 AND holder = ?";

  private final Sql sql;
  private final String holder;

  private TablesClaim(Sql sql, String holder) {
    this.sql = sql;
    this.holder = holder;
  }

  /** Waits until no other process has it, or until the tables are there: then returns null. */
  static @Nullable TablesClaim await(Connection connection, Dialect dialect) throws SQLException {
    Sql sql = new Sql(connection);
    TablesClaim claim = new TablesClaim(sql, UUID.randomUUID().toString());
    while (Schema.found(connection) == null) {
      if (claim.take(dialect)) {
        return claim;
      }
      Pause.nanos(PAUSE.toNanos());
    }
    return null;
  }

  private boolean take(Dialect dialect) {
    try {
      sql.run(TABLE);
      long now = sql.number("SELECT " + dialect.millis());
      long until = now + LONGEST.toMillis();
      return sql.run(TAKE_OVER, holder, until, now) == 1 || sql.run(TAKE, holder, until) == 1;
    } catch (SqlFailure e) {
      if (Failure.of(e.failure()).isTransient()) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    sql.run(GIVE_UP, holder);
  }
}
