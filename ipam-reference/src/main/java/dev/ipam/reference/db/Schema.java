package dev.ipam.reference.db;

import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** The tables' version, and how they are made. */
public final class Schema {
  /** The version that this driver reads and writes. */
  public static final int VERSION = 1;

  private static final String HISTORY = "ipam_schema_history";

  /** What Flyway writes down first where others have tables in the same database. */
  private static final String BASELINE = "0";

  private static final String FOUND =
      "SELECT version FROM "
          + HISTORY
          + " WHERE success AND version IS NOT NULL AND version <> '"
          + BASELINE
          + "' ORDER BY installed_rank DESC LIMIT 1";

  private Schema() {}

  /** Returns the version of the tables, or null where there are none. */
  public static @Nullable String found(Connection connection) throws SQLException {
    if (!exists(connection)) {
      return null;
    }
    return new Sql(connection).first(FOUND, row -> row.getString(1));
  }

  private static boolean exists(Connection connection) throws SQLException {
    try (var tables =
        connection
            .getMetaData()
            .getTables(connection.getCatalog(), connection.getSchema(), HISTORY, null)) {
      return tables.next();
    }
  }

  /**
   * Makes the tables; several processes may do so at once, and go on where one was cut off.
   *
   * @throws FlywayException if that fails
   */
  public static void make(Database database, Connection connection) throws SQLException {
    if (!database.dialect().isShared()) {
      migrate(database);
      return;
    }
    try (TablesClaim claim = TablesClaim.await(connection, database.dialect())) {
      // Another may have made them just before the claim was to be had.
      if (claim != null && found(connection) == null) {
        clear(connection);
        migrate(database);
      }
    }
  }

  /** Removes what makes Flyway give up where it was cut off before. */
  private static void clear(Connection connection) throws SQLException {
    if (!exists(connection)) {
      return;
    }
    Sql sql = new Sql(connection);
    sql.run("DELETE FROM " + HISTORY + " WHERE NOT success");
    if (sql.number("SELECT COUNT(*) FROM " + HISTORY) == 0) {
      sql.run("DROP TABLE " + HISTORY);
    }
  }

  private static void migrate(Database database) {
    Flyway.configure(Schema.class.getClassLoader())
        .dataSource(new WriterSource(database))
        .locations(database.dialect().scripts())
        .table(HISTORY)
        .baselineOnMigrate(true)
        .baselineVersion(BASELINE)
        .load()
        .migrate();
  }
}
