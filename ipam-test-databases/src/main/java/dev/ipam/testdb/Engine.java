package dev.ipam.testdb;

import java.util.Locale;

/**
 * A kind of database that tests run on.
 *
 * @since 0.1
 */
public enum Engine {
  /** SQLite: a file in this process. Always there. */
  SQLITE,
  /** PostgreSQL, from a jar. Always there. */
  POSTGRESQL,
  /** One MariaDB server, where it is installed. */
  MARIADB,
  /** MariaDB Galera: three nodes on loopback, where it is installed. */
  GALERA;

  /**
   * The name in settings and reports: in lower case.
   *
   * @return the name
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
