package dev.ipam.reference.db;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a failure of a database means, whatever its vendor calls it. */
public enum Failure {
  /** Another transaction was in the way; the same one may succeed if it is tried again. */
  CONFLICT("another transaction was in the way each time"),

  /** The server undid the transaction since nothing came from here for too long. */
  STALLED("this process was silent within a transaction for longer than the server allows"),

  /** A wait for a lock, or a statement, took longer than allowed. */
  TIMEOUT("it took longer than the deadline allows"),

  /** No connection, or it was lost. */
  DISCONNECTED("the connection to the database failed"),

  /** All connections of the pool are in use. */
  POOL_EXHAUSTED("all connections of the pool are in use; close streams, or allow more of them"),

  /** User or password are wrong. */
  LOGIN_REFUSED("the database refused the user or the password"),

  /** There is no database of this name. */
  NO_DATABASE("the server has no database of this name"),

  /** The user may not do this. */
  NO_RIGHT("the user lacks a right on the driver's tables"),

  /** A table or column is not as it should be. */
  SCHEMA("a table of the driver is missing or was altered"),

  /** No space is left. */
  FULL("no space is left for the database"),

  /** Nothing may be written. */
  READ_ONLY("the database may only be read"),

  /** The database's files are damaged. */
  DAMAGED("the database's files are damaged"),

  /** A key is there twice. */
  DUPLICATE("a row that should be new is there already"),

  /** Anything else. */
  OTHER("the database reported a failure");

  /** The last is what a write of the store's row fails by where another one was faster. */
  private static final Set<Integer> MARIADB_CONFLICT = Set.of(1213, 1020, 1242);

  private static final Set<Integer> MARIADB_TIMEOUT = Set.of(1205, 1969, 3024);
  private static final Set<Integer> MARIADB_RIGHT = Set.of(1044, 1142, 1143, 1227, 1370);
  private static final Set<Integer> MARIADB_FULL = Set.of(1021, 1114, 1030, 1026);

  private static final int MARIADB_LOCK_WAIT = 1205;
  private static final int MARIADB_TABLE_FULL = 1114;

  private final String reason;

  Failure(String reason) {
    this.reason = reason;
  }

  /** A clause that says it to a person, without the vendor's words. */
  public String reason() {
    return reason;
  }

  /** Whether the transaction may succeed when it is tried again at once. */
  public boolean isTransient() {
    return this == CONFLICT || this == DUPLICATE || this == STALLED;
  }

  /**
   * Whether a server has said by a failure that it undid the transaction, also where it was about
   * to commit. What a cluster says when it is committing may come too late: others may have it.
   */
  public static boolean isRefusal(SQLException e) {
    int code = e.getErrorCode();
    return switch (of(e)) {
      case CONFLICT, DUPLICATE, STALLED, SCHEMA, NO_RIGHT, READ_ONLY -> true;
      case TIMEOUT -> code == 0 || code == MARIADB_LOCK_WAIT;
      case FULL -> code == 0 || code == MARIADB_TABLE_FULL;
      default -> false;
    };
  }

  /** Whether it may be of one statement alone, and not of the database as a whole. */
  public boolean isOfStatement() {
    return this == SCHEMA || this == DUPLICATE || this == NO_RIGHT || this == OTHER;
  }

  /** The failure of a row that has what the driver does not write. */
  public static SQLException ofRow(IllegalArgumentException cause) {
    return new SQLException("a row cannot be read: " + cause.getMessage(), "22000", cause);
  }

  /** Tells what a failure means. */
  public static Failure of(SQLException e) {
    if (e instanceof SQLTransientConnectionException && e.getSQLState() == null) {
      return causeOf(e);
    }
    if (e.getClass().getName().startsWith("org.sqlite.")) {
      return ofSqlite(e.getErrorCode());
    }
    Failure byCode = ofMariaDb(e);
    if (byCode != null) {
      return byCode;
    }
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    Failure byState = ofState(state);
    if (byState == OTHER
        && (e instanceof SQLNonTransientConnectionException
            || e instanceof SQLRecoverableException
            || e instanceof SQLTransientConnectionException)) {
      return DISCONNECTED;
    }
    return byState;
  }

  /** The pool says only that it gave up waiting, and why the last attempt to connect failed. */
  private static Failure causeOf(SQLException e) {
    return e.getCause() instanceof SQLException cause ? of(cause) : POOL_EXHAUSTED;
  }

  private static Failure ofSqlite(int code) {
    return switch (code & 0xff) {
      case 5, 6 -> TIMEOUT;
      case 7, 13 -> FULL;
      case 8 -> READ_ONLY;
      case 11, 26 -> DAMAGED;
      case 1 -> SCHEMA;
      case 3, 23 -> NO_RIGHT;
      case 10, 14 -> DISCONNECTED;
      case 19 -> DUPLICATE;
      default -> OTHER;
    };
  }

  private static @Nullable Failure ofMariaDb(SQLException e) {
    int code = e.getErrorCode();
    if (code == 0) {
      return null;
    }
    if (MARIADB_CONFLICT.contains(code)) {
      return CONFLICT;
    }
    if (MARIADB_TIMEOUT.contains(code)) {
      return TIMEOUT;
    }
    if (MARIADB_RIGHT.contains(code)) {
      return NO_RIGHT;
    }
    if (MARIADB_FULL.contains(code)) {
      return FULL;
    }
    return switch (code) {
      case 1045, 1698 -> LOGIN_REFUSED;
      case 1049 -> NO_DATABASE;
      case 1047, 1927, 2006, 2013 -> DISCONNECTED;
      case 1290, 1792, 1836 -> READ_ONLY;
      case 1054, 1146, 1364, 1406, 1136 -> SCHEMA;
      case 1062 -> DUPLICATE;
      default -> null;
    };
  }

  private static Failure ofState(String state) {
    return switch (state) {
      case "42501" -> NO_RIGHT;
      case "42P01", "42703", "42883", "42804", "42S02", "42S22", "3F000" -> SCHEMA;
      // Tables and types too: of two that make one "if not exists" at once, one may hear so.
      case "23505", "42P07", "42710" -> DUPLICATE;
      // Completion unknown: of its class, but nobody may try again as after a rollback.
      case "40003" -> DISCONNECTED;
      case "25P03" -> STALLED;
      case "55P03", "57014" -> TIMEOUT;
      case "3D000" -> NO_DATABASE;
      case "25006" -> READ_ONLY;
      case "53100", "53200" -> FULL;
      case "XX001", "XX002" -> DAMAGED;
      default -> ofClass(state.length() < 2 ? "" : state.substring(0, 2));
    };
  }

  private static Failure ofClass(String stateClass) {
    return switch (stateClass) {
      case "40" -> CONFLICT;
      case "08", "57", "53" -> DISCONNECTED;
      case "28" -> LOGIN_REFUSED;
      case "23", "22" -> SCHEMA;
      default -> OTHER;
    };
  }
}
