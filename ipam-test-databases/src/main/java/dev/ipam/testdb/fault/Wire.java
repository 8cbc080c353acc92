package dev.ipam.testdb.fault;

import dev.ipam.testdb.Engine;
import org.jspecify.annotations.Nullable;

/** As much of a client protocol as is needed to see statements and their answers. By connection. */
interface Wire {

  /**
   * The length of the client's message at the start of these bytes, or -1 if it is not known yet.
   */
  int requestLength(byte[] bytes, int count);

  /** The SQL that the server executes on receiving this message, or null. */
  @Nullable String executedBy(byte[] request);

  /** Whether the client waits for an answer after this message. */
  boolean endsRequest(byte[] request);

  /** The length of the server's message at the start of these bytes, or -1 if not known yet. */
  int answerLength(byte[] bytes, int count);

  /** Whether the server has answered a statement in whole with this message. */
  boolean endsAnswer(byte[] answer);

  static Wire of(Engine engine) {
    return switch (engine) {
      case POSTGRESQL -> new PostgresWire();
      case MARIADB, GALERA -> new MariaDbWire();
      case SQLITE ->
          throw new IllegalArgumentException("SQLite has no network that could have faults.");
    };
  }
}
