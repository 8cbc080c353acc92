package dev.ipam.reference.db;

import java.sql.SQLException;
import java.util.Locale;

/** The databases that the driver knows, and the few statements in which they differ. */
public enum Dialect {
  /** A file of this process. Its writing transactions begin with the lock on the file. */
  SQLITE("0", ""),

  /** PostgreSQL, and what speaks its protocol. */
  POSTGRESQL("CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS bigint)", " FOR UPDATE"),

  /** MariaDB, alone or as a Galera cluster. */
  MARIADB("CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS SIGNED)", " FOR UPDATE");

  private final String readMillis;
  private final String readStore;
  private final String lockStore;

  Dialect(String millis, String lock) {
    readMillis = "SELECT " + millis;
    readStore =
        "SELECT version, token, subnet_number, millis, changes_after, authority, "
            + millis
            + " FROM ipam_store WHERE one = 1";
    lockStore = readStore + lock;
  }

  /** Reads the database's clock, in milliseconds since 1970. */
  public String readMillis() {
    return readMillis;
  }

  /** Reads the row of the store and the database's clock. */
  public String readStore() {
    return readStore;
  }

  /** Reads the row of the store, and waits for whoever else wants to write on this server. */
  public String lockStore() {
    return lockStore;
  }

  /** Begins a transaction that writes; elsewhere it begins with its first statement. */
  public void begin(Sql sql) throws SQLException {
    if (this == SQLITE) {
      sql.control("BEGIN IMMEDIATE");
    }
  }

  /** Commits a transaction that writes. */
  public void commit(Sql sql) throws SQLException {
    if (this == SQLITE) {
      sql.control("COMMIT");
    } else {
      sql.connection().commit();
    }
  }

  /** Undoes a transaction that writes, where one is open. */
  public void rollback(Sql sql) throws SQLException {
    if (this == SQLITE) {
      sql.control("ROLLBACK");
    } else {
      sql.connection().rollback();
    }
  }

  /** Names the server that a connection is to, in the form of a query. */
  public String node() {
    return this == MARIADB
        ? "SELECT CONCAT(@@hostname, ':', @@port, ' ', @@datadir)"
        : "SELECT 'one'";
  }

  /** Asks a server of a cluster up to which transaction it has seen all, in the form of a query. */
  public String position() {
    return "SELECT WSREP_LAST_SEEN_GTID()";
  }

  /**
   * Waits until a server of a cluster has seen as much; binds the position and the seconds to wait.
   */
  public String awaitPosition() {
    return "SELECT WSREP_SYNC_WAIT_UPTO_GTID(?, ?)";
  }

  /** Whether several processes share the store, and it has a clock of its own. */
  public boolean isShared() {
    return this != SQLITE;
  }

  /** Whether its JDBC driver sends several statements in one round trip, each with bound values. */
  boolean sendsTogether() {
    return this != SQLITE;
  }

  /** Whether a statement can bind an array of values for each column. */
  boolean takesArrays() {
    return this == POSTGRESQL;
  }

  /**
   * Has rows that a statement names looked for by their keys until the transaction ends. A plan is
   * kept: one that was made for a small table would scan it when it has grown.
   */
  String seek() {
    return "SELECT set_config('enable_seqscan', 'off', true),"
        + " set_config('enable_hashjoin', 'off', true),"
        + " set_config('enable_mergejoin', 'off', true)";
  }

  /** Where the scripts are that make the tables. */
  public String scripts() {
    return "classpath:dev/ipam/reference/schema/" + name().toLowerCase(Locale.ROOT);
  }
}
