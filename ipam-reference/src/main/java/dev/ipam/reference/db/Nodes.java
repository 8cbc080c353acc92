package dev.ipam.reference.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a cluster, each asked by a connection of its own: a lock can be seen only on the
 * server of the transaction that has it.
 *
 * <p>Safe for use by several threads.
 */
public final class Nodes implements AutoCloseable {
  /** Opens a connection to the server of a URL. */
  @FunctionalInterface
  interface Opener {
    Connection open(String url) throws SQLException;
  }

  private final Opener opener;
  private final Dialect dialect;
  private final List<Server> servers;
  private final Map<String, Silence> silent = new HashMap<>();
  private final long deadlineNanos;
  private final long patienceNanos;

  private static final class Server {
    private final String url;
    private String name = "";
    private @Nullable Sql sql;
    private long notBefore = System.nanoTime();

    Server(String url) {
      this.url = url;
    }
  }

  /** Since when a server was asked in vain, and when it was asked last. */
  private record Silence(long since, long last) {}

  Nodes(DatabaseAddress address, Duration deadline, Opener opener) {
    this.opener = opener;
    this.dialect = address.dialect();
    this.servers = address.servers().stream().map(Server::new).toList();
    this.deadlineNanos = deadline.toNanos();
    this.patienceNanos = patience(deadline).toNanos();
  }

  /** How long a server may take to answer: others wait meanwhile. */
  static Duration patience(Duration deadline) {
    return deadline.dividedBy(8);
  }

  /**
   * Asks a server.
   *
   * @param node its name, as {@link Dialect#node} tells it
   * @param question the statements, each a transaction of its own
   * @return its answer, or null where it cannot be asked now
   */
  public synchronized <R> @Nullable R ask(String node, Function<Sql, R> question) {
    // A connection that was left by the server is noticed when it is used.
    for (int attempt = 0; attempt < 2; attempt++) {
      Server server = connected(node);
      Sql sql = server == null ? null : server.sql;
      if (server == null || sql == null) {
        break;
      }
      try {
        R answer = question.apply(sql);
        silent.remove(node);
        return answer;
      } catch (SqlFailure e) {
        leave(server);
      }
    }
    long now = System.nanoTime();
    Silence before = silent.get(node);
    long since = before != null && now - before.last < deadlineNanos ? before.since : now;
    silent.put(node, new Silence(since, now));
    return null;
  }

  /**
   * Whether a server was asked again and again for the length of a deadline, and never answered.
   */
  public synchronized boolean isLost(String node) {
    Silence silence = silent.get(node);
    return silence != null && silence.last - silence.since >= deadlineNanos;
  }

  private @Nullable Server connected(String node) {
    for (Server server : servers) {
      if (server.sql != null && server.name.equals(node)) {
        return server;
      }
    }
    for (Server server : servers) {
      if (server.sql == null && System.nanoTime() - server.notBefore >= 0) {
        connect(server);
        if (server.sql != null && server.name.equals(node)) {
          return server;
        }
      }
    }
    return null;
  }

  private void connect(Server server) {
    try {
      Sql sql = new Sql(opener.open(server.url));
      server.sql = sql;
      String name = sql.first(dialect.node(), row -> row.getString(1));
      server.name = name == null ? "" : name;
    } catch (SQLException e) {
      server.notBefore = System.nanoTime() + patienceNanos;
    } catch (SqlFailure e) {
      leave(server);
      server.notBefore = System.nanoTime() + patienceNanos;
    }
  }

  private static void leave(Server server) {
    Sql sql = server.sql;
    server.sql = null;
    if (sql != null) {
      try {
        sql.connection().close();
      } catch (SQLException e) {
        // There is nothing more to be done with it.
      }
    }
  }

  @Override
  public synchronized void close() {
    servers.forEach(Nodes::leave);
  }
}
