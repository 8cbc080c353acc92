package dev.ipam.reference.db;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The databases that the driver knows, and the few statements in which they differ. */
public enum Dialect {
  /** A file of this process. Its writing transactions begin with the lock on the file. */
  SQLITE("0", "ipam_store WHERE one = 1"),

  /**
   * PostgreSQL, and what speaks its protocol. What a statement selects is computed before it waits
   * for a lock, so the lock is within.
   */
  POSTGRESQL(
      "CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS bigint)",
      "(SELECT * FROM ipam_store WHERE one = 1 FOR UPDATE) s"),

  /** MariaDB, alone or as a Galera cluster. */
  MARIADB(
      "CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS SIGNED)", "ipam_store WHERE one = 1 FOR UPDATE");

  private final String millis;
  private final String readStore;
  private final String lockStore;

  Dialect(String millis, String locked) {
    this.millis = millis;
    String read =
        "SELECT version, token, subnet_number, millis, changes_after, writer, authority, "
            + millis
            + " FROM ";
    readStore = read + "ipam_store WHERE one = 1";
    lockStore = read + locked;
  }

  /** The database's clock, in milliseconds since 1970, as a term. */
  public String millis() {
    return millis;
  }

  /** Reads the row of the store and the database's clock. */
  public String readStore() {
    return readStore;
  }

  /**
   * Reads the row of the store, and waits for whoever else wants to write on this server; then it
   * reads the database's clock.
   */
  public String lockStore() {
    return lockStore;
  }

  /**
   * Waits for this transaction's turn to write, or null where the lock on the row of the store does
   * so. PostgreSQL wakes all that wait for a row each time that it was changed; those that wait for
   * a lock of this kind are woken one after another. It only keeps them in a queue: what certifies
   * is the row.
   */
  public @Nullable String awaitTurn() {
    return this == POSTGRESQL
        ? "SELECT pg_advisory_xact_lock(CAST(CAST('ipam_store' AS regclass) AS integer), 1)"
        : null;
  }

  /**
   * Whether a transaction that writes begins and ends by statements: it has to begin with the lock
   * on the file.
   */
  boolean beginsByStatement() {
    return this == SQLITE;
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

  /**
   * Whether none runs after one that failed, also where statements that belong together go in
   * several texts, until the transaction is undone.
   */
  public boolean stopsAtFailure() {
    return this == POSTGRESQL;
  }

  /**
   * How many bytes go in one row at most. PostgreSQL compresses a row of more than 2,032 bytes,
   * which takes it longer than to write several rows, and delays whoever writes next.
   */
  public int longestBytes() {
    return this == POSTGRESQL ? 1_900 : 60_000;
  }

  /** Whether a query can look into a second table for each row that it finds in a first. */
  public boolean looksFurther() {
    return this == POSTGRESQL;
  }

  /** Whether a statement can bind an array of values for each column. */
  boolean takesArrays() {
    return this == POSTGRESQL;
  }

  /**
   * Has rows that a statement names looked for by their keys until the transaction ends. A plan is
   * kept: one that was made for a small table would scan it when it has grown.
   */
  public String seek() {
    return "SELECT set_config('enable_seqscan', 'off', true),"
        + " set_config('enable_hashjoin', 'off', true),"
        + " set_config('enable_mergejoin', 'off', true)";
  }

  /** Where the scripts are that make the tables. */
  public String scripts() {
    return "classpath:dev/ipam/reference/schema/" + name().toLowerCase(Locale.ROOT);
  }
}
