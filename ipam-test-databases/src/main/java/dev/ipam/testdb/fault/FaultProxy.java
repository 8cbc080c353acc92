package dev.ipam.testdb.fault;

import dev.ipam.testdb.JdbcEndpoint;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.server.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A proxy between clients and a PostgreSQL or MariaDB server that makes faults when it is told to:
 * it cuts connections, all of them or one at a statement, delays them, and refuses new ones.
 *
 * <p>It reads the client protocol to find statements, so connections must not be encrypted; those
 * of test databases are not. Thread-safe.
 *
 * @since 0.1
 */
public final class FaultProxy implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final TestDatabase database;
  private final JdbcEndpoint target;
  private final int port = Ports.next();
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final List<Cut> cuts = new CopyOnWriteArrayList<>();
  private final List<Hold> holds = new CopyOnWriteArrayList<>();
  private volatile long delayNanos;
  private @Nullable ServerSocket listener;
  private @Nullable Thread acceptor;

  private FaultProxy(TestDatabase database, JdbcEndpoint target) {
    this.database = database;
    this.target = target;
  }

  /**
   * Opens a proxy before a database; on a cluster, before its first node.
   *
   * @param database the database
   * @return the proxy, which passes everything on
   * @throws IllegalArgumentException when it is a SQLite database
   */
  public static FaultProxy before(TestDatabase database) {
    return before(database, 0);
  }

  /**
   * Opens a proxy before a node of a database.
   *
   * @param database the database
   * @param node the node's number from 0
   * @return the proxy, which passes everything on
   * @throws IllegalArgumentException when it is a SQLite database
   */
  public static FaultProxy before(TestDatabase database, int node) {
    Wire.of(database.engine());
    FaultProxy proxy = new FaultProxy(database, database.endpoint(node));
    proxy.accept();
    return proxy;
  }

  /**
   * Where clients reach the database through this proxy.
   *
   * @return the endpoint, the same for the proxy's whole life
   */
  public JdbcEndpoint endpoint() {
    return target.throughPort(port);
  }

  /**
   * Arms a cut of the connection on which the next {@code COMMIT} is sent, before the server gets
   * it, alone or behind other statements: the transaction is not committed.
   *
   * @return the cut
   */
  public Cut cutBeforeCommit() {
    return cutBefore(FaultProxy::isCommit);
  }

  /**
   * Arms a cut of the connection on which the next {@code COMMIT} is sent, when the server has
   * executed it and before the client gets the answer.
   *
   * @return the cut
   */
  public Cut cutAfterCommit() {
    return cutAfter(FaultProxy::isCommit);
  }

  /**
   * Arms a cut before the server gets the next statement that fits.
   *
   * @param statement what the SQL must be, as the driver sends it
   * @return the cut
   */
  public Cut cutBefore(Predicate<String> statement) {
    return arm(new Cut(statement, false));
  }

  /**
   * Arms a cut when the server has executed the next statement that fits, and before the client
   * gets the answer.
   *
   * @param statement what the SQL must be, as the driver sends it; one that returns no rows
   * @return the cut
   */
  public Cut cutAfter(Predicate<String> statement) {
    return arm(new Cut(statement, true));
  }

  /**
   * Arms a hold of the next statement that fits, and of all that the client sends with it.
   *
   * @param statement what the SQL must be, as the driver sends it
   * @return the hold
   */
  public Hold hold(Predicate<String> statement) {
    Hold hold = new Hold(statement);
    holds.add(hold);
    return hold;
  }

  private Cut arm(Cut cut) {
    cuts.add(cut);
    return cut;
  }

  private static boolean isCommit(String sql) {
    String text = sql.strip();
    return text.substring(text.lastIndexOf(';') + 1).strip().equalsIgnoreCase("COMMIT");
  }

  /** Cuts all connections there are now. */
  public void cut() {
    connections.forEach(ProxiedConnection::cut);
  }

  /**
   * Delays all that goes through, in either direction.
   *
   * @param delay by how much; zero for no delay
   */
  public void delay(Duration delay) {
    delayNanos = delay.toNanos();
  }

  /** Refuses new connections, as a server that is down; those there are stay. */
  public synchronized void refuse() {
    if (listener == null || acceptor == null) {
      return;
    }
    try {
      listener.close();
      // The kernel keeps the port open as long as a thread waits on it.
      acceptor.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the proxy was closing its port", e);
    }
    listener = null;
    acceptor = null;
  }

  /** Accepts connections again after {@link #refuse}. */
  public synchronized void accept() {
    if (listener != null) {
      return;
    }
    try {
      ServerSocket socket = new ServerSocket(port, 50, LOOPBACK);
      listener = socket;
      Thread thread = new Thread(() -> acceptFrom(socket), "fault-proxy-" + port);
      thread.setDaemon(true);
      thread.start();
      acceptor = thread;
    } catch (IOException e) {
      throw new UncheckedIOException("The proxy cannot listen on port " + port, e);
    }
  }

  private void acceptFrom(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        connect(socket.accept());
      } catch (IOException closed) {
        // by refuse() or close(): the loop's condition tells
      }
    }
  }

  /** A server that is down looks to the client like one that ends the connection at once. */
  private void connect(Socket client) throws IOException {
    try {
      int targetPort = URI.create(target.url().substring("jdbc:".length())).getPort();
      Socket server = new Socket(LOOPBACK, targetPort);
      ProxiedConnection connection =
          new ProxiedConnection(this, client, server, Wire.of(database.engine()));
      connections.add(connection);
      connection.start();
    } catch (IOException down) {
      client.close();
    }
  }

  void forget(ProxiedConnection connection) {
    connections.remove(connection);
  }

  /** The cut to make at this statement, if one is armed for it. */
  @Nullable Cut cutAt(String sql) {
    return sprung(cuts, sql);
  }

  /** The hold to make at this statement, if one is armed for it. */
  @Nullable Hold holdAt(String sql) {
    return sprung(holds, sql);
  }

  private static <T extends Trap> @Nullable T sprung(List<T> armed, String sql) {
    for (T each : armed) {
      if (each.takes(sql)) {
        armed.remove(each);
        return each;
      }
    }
    return null;
  }

  long delayNanos() {
    return delayNanos;
  }

  /** Refuses new connections and cuts those there are. */
  @Override
  public void close() {
    refuse();
    cut();
  }
}
