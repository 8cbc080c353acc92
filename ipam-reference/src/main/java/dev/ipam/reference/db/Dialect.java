package dev.ipam.reference.db;

import java.util.Locale;

/** The databases that the driver knows, and the few statements in which they differ. */
public enum Dialect {
  /** A file of this process. Its writing transactions begin with the lock on the file. */
  SQLITE("0", ""),

  /** PostgreSQL, and what speaks its protocol. */
  POSTGRESQL("CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS bigint)", " FOR UPDATE"),

  /** MariaDB, alone or as a Galera cluster. */
  MARIADB("CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS SIGNED)", " FOR UPDATE");

  private final String readStore;
  private final String lockStore;

  Dialect(String millis, String lock) {
    readStore =
        "SELECT version, token, subnet_number, millis, changes_after, "
            + millis
            + " FROM ipam_store WHERE one = 1";
    lockStore = readStore + lock;
  }

  /** Reads the row of the store and the database's clock. */
  public String readStore() {
    return readStore;
  }

  /** Reads the row of the store, and waits for whoever else wants to write on this server. */
  public String lockStore() {
    return lockStore;
  }

  /** Whether several processes share the store, and it has a clock of its own. */
  public boolean isShared() {
    return this != SQLITE;
  }

  /** Where the scripts are that make the tables. */
  public String scripts() {
    return "classpath:dev/ipam/reference/schema/" + name().toLowerCase(Locale.ROOT);
  }
}
