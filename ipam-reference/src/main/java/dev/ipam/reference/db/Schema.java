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
  private static final String FOUND =
      "SELECT version FROM "
          + HISTORY
          + " WHERE success AND version IS NOT NULL ORDER BY installed_rank DESC LIMIT 1";

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
   * Makes the tables, or brings them to the version.
   *
   * @throws FlywayException if that fails
   */
  public static void migrate(Database database) {
    Flyway.configure(Schema.class.getClassLoader())
        .dataSource(new WriterSource(database))
        .locations(database.dialect().scripts())
        .table(HISTORY)
        // Others may have tables in the same database.
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load()
        .migrate();
  }
}
