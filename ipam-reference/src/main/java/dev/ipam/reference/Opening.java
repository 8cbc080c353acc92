package dev.ipam.reference;

import dev.ipam.error.ConfigurationException;
import dev.ipam.error.IpamException;
import dev.ipam.error.Outcome;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.error.StoreFormatUnsupportedException;
import dev.ipam.error.StoreNotFoundException;
import dev.ipam.file.ProcessLock;
import dev.ipam.reference.db.Database;
import dev.ipam.reference.db.Dialect;
import dev.ipam.reference.db.Failure;
import dev.ipam.reference.db.Schema;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.db.SqlFailure;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** Finds the store in its database, or makes it there. */
final class Opening {
  private final DriverContext context;
  private final ReferenceSettings settings;
  private final StoreTime time;
  private final String location;
  private final StoreErrors errors;

  Opening(DriverContext context, ReferenceSettings settings, StoreTime time) {
    this.context = context;
    this.settings = settings;
    this.time = time;
    this.location = settings.address().location();
    this.errors = new StoreErrors(location);
  }

  IpamDriver open() {
    Path file = settings.address().file();
    if (file != null) {
      if (!Files.exists(file) && !context.createIfMissing()) {
        throw new StoreNotFoundException(ReferenceDriverProvider.NAME, location);
      }
      StoreFile.prepare(file, errors);
    }
    ProcessLock lock = file == null ? null : StoreFile.lock(file, errors);
    Database database =
        new Database(
            settings.address(),
            settings.user(),
            settings.password(),
            settings.connections(),
            settings.deadline());
    try {
      return serve(database, storeId(database), lock);
    } catch (RuntimeException | Error e) {
      database.close();
      if (lock != null) {
        release(lock, e);
      }
      throw e;
    }
  }

  private static void release(ProcessLock lock, Throwable because) {
    try {
      lock.close();
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  private IpamDriver serve(Database database, String storeId, @Nullable ProcessLock lock) {
    Dialect dialect = database.dialect();
    Engine engine =
        new Engine(
            database,
            connection ->
                new Session(
                    connection,
                    dialect,
                    time,
                    context.random(),
                    settings.changes(),
                    database.nodes(),
                    context.rehearsing()),
            errors);
    Reads reads = new Reads(database, errors);
    return new ReferenceDriver(
        storeId,
        database,
        engine,
        reads,
        new Followers(reads, dialect, time, storeId),
        ReferenceDriverProvider.capabilities(dialect, settings.changes().isKept()),
        lock == null ? () -> {} : lock);
  }

  private String storeId(Database database) {
    try (Connection connection = database.openSingle()) {
      String version = Schema.found(connection);
      if (version == null) {
        if (!context.createIfMissing()) {
          throw new StoreNotFoundException(ReferenceDriverProvider.NAME, location);
        }
        Schema.make(database, connection);
        version = Schema.found(connection);
      }
      if (version == null || !version.equals(Integer.toString(Schema.VERSION))) {
        throw new StoreFormatUnsupportedException(
            location, "of schema version " + version, "schema version " + Schema.VERSION);
      }
      return storeId(connection);
    } catch (SqlFailure e) {
      throw refused(e.failure());
    } catch (SQLException e) {
      throw refused(e);
    } catch (FlywayException e) {
      throw refused(e);
    }
  }

  private String storeId(Connection connection) {
    String text = "SELECT store_id FROM ipam_store WHERE one = 1";
    Sql sql = new Sql(connection);
    String id = sql.first(text, row -> row.getString(1));
    if (id == null && context.createIfMissing()) {
      try {
        sql.run(
            "INSERT INTO ipam_store (one, store_id, version, token, subnet_number, millis,"
                + " changes_after, writer, authority) VALUES (1, ?, 0, 0, 0, ?, 0, 0, ?)",
            UUID.randomUUID().toString(),
            Long.MIN_VALUE,
            new AuthorityState.Unused().text());
      } catch (SqlFailure e) {
        // Another process may have been faster: its id is the store's then.
        if (!Failure.of(e.failure()).isTransient()) {
          throw e;
        }
      }
      id = sql.first(text, row -> row.getString(1));
    }
    if (id == null) {
      throw new StoreCorruptException(location, "table ipam_store", "its row is missing");
    }
    return id;
  }

  private IpamException refused(FlywayException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException failure) {
        return refused(failure);
      }
    }
    return errors.unavailable("its tables could not be made", Outcome.UNKNOWN, e);
  }

  private IpamException refused(SQLException e) {
    return switch (Failure.of(e)) {
      case LOGIN_REFUSED ->
          new ConfigurationException(
              ReferenceSettings.USER,
              "the database at "
                  + location
                  + " refused the user or the password; correct ipam.reference.user and"
                  + " ipam.reference.password");
      case NO_DATABASE ->
          new ConfigurationException(
              ReferenceSettings.URL,
              "the server of " + location + " has no database of this name; create it first");
      case NO_RIGHT ->
          new ConfigurationException(
              ReferenceSettings.USER,
              "the user may not use the driver's tables at "
                  + location
                  + "; grant the rights that docs/reference-driver.md lists");
      default -> errors.of(e, List.of(), Outcome.NOT_APPLIED);
    };
  }
}
