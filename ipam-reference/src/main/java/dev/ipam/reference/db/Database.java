package dev.ipam.reference.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Connections to the database: one at a time that writes, and a pool of others that read.
 *
 * <p>Safe for use by several threads.
 */
public final class Database implements AutoCloseable {
  private static final long LEAST_WAIT_MILLIS = 250;

  /**
   * Reads see what others were told is committed; and the clock is never told by the server's own
   * zone, in which an hour comes twice when summer time ends.
   */
  private static final String AS_NEEDED =
      "SET SESSION wsrep_sync_wait = 7, SESSION time_zone = '+00:00'";

  private final DatabaseAddress address;
  private final Properties login;
  private final int connections;
  private final Duration deadline;
  private final Nodes nodes;
  private @Nullable HikariDataSource readers;
  private boolean closed;
  private volatile boolean cluster;

  /** Makes connections when they are asked for; none is made yet. */
  public Database(
      DatabaseAddress address,
      @Nullable String user,
      @Nullable String password,
      int connections,
      Duration deadline) {
    this.address = address;
    this.connections = connections;
    this.deadline = deadline;
    this.login = new Properties();
    if (user != null) {
      login.setProperty("user", user);
    }
    if (password != null) {
      login.setProperty("password", password);
    }
    this.nodes = new Nodes(address, deadline, this::openAside);
  }

  /** What speaks there. */
  public Dialect dialect() {
    return address.dialect();
  }

  /** Which database. */
  public DatabaseAddress address() {
    return address;
  }

  /** How long an operation may wait. */
  public Duration deadline() {
    return deadline;
  }

  /**
   * Opens a connection of its own, whose transactions {@link Dialect} begins and ends. Nobody else
   * writes meanwhile, so the server ends one in which nothing comes for {@link #longestStall}.
   */
  public Connection openWriter() throws SQLException {
    Connection connection = openSingle();
    try {
      if (dialect().isShared()) {
        limitStalls(connection);
        connection.setAutoCommit(false);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Opens a connection of its own, each statement of which is a transaction. */
  public Connection openSingle() throws SQLException {
    Connection connection = open(address.url(), properties());
    if (dialect().isShared()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }
    return connection;
  }

  /**
   * Opens a connection to one of the servers, each statement of which is a transaction. It is
   * waited for only a part of the deadline.
   */
  private Connection openAside(String url) throws SQLException {
    Properties properties = properties();
    String millis = Long.toString(Nodes.patience(deadline).toMillis());
    properties.setProperty("connectTimeout", millis);
    properties.setProperty("socketTimeout", millis);
    return open(url, properties);
  }

  private Connection open(String url, Properties properties) throws SQLException {
    Connection connection = DriverManager.getConnection(url, properties);
    try {
      prepare(connection);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * How long a writing process may be silent within a transaction: half of the deadline, so that
   * others who wait for it are served within theirs. Servers count it in seconds.
   */
  Duration longestStall() {
    return Duration.ofSeconds(Math.max(1, deadline.dividedBy(2).toSeconds()));
  }

  private void limitStalls(Connection connection) throws SQLException {
    long seconds = longestStall().toSeconds();
    try (var statement = connection.createStatement()) {
      if (dialect() == Dialect.POSTGRESQL) {
        statement.execute("SET idle_in_transaction_session_timeout = '" + seconds + "s'");
      } else {
        // A transaction counts as one that reads, though it has locked a row, until it writes.
        statement.execute("SET SESSION idle_transaction_timeout = " + seconds);
        statement.execute("SET SESSION idle_readonly_transaction_timeout = " + seconds);
        statement.execute("SET SESSION idle_write_transaction_timeout = " + seconds);
      }
    }
  }

  /** Whether the server that was connected last is one of a cluster. */
  public boolean isCluster() {
    return cluster;
  }

  /** The servers, each asked for itself. */
  public Nodes nodes() {
    return nodes;
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.putAll(login);
    String millis = Long.toString(deadline.toMillis());
    switch (dialect()) {
      case SQLITE -> {
        properties.setProperty("journal_mode", "WAL");
        properties.setProperty("synchronous", "FULL");
        properties.setProperty("busy_timeout", millis);
      }
      case POSTGRESQL -> {
        properties.setProperty("ApplicationName", "ipam");
        // There may be a second attempt to connect within the deadline.
        properties.setProperty("connectTimeout", half(1_000));
        properties.setProperty("loginTimeout", half(1_000));
        properties.setProperty("socketTimeout", Long.toString(deadline.toSeconds() + 5));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("reWriteBatchedInserts", "true");
        properties.setProperty(
            "options", "-c lock_timeout=" + millis + " -c statement_timeout=" + millis);
      }
      default -> {
        properties.setProperty("connectTimeout", half(1));
        properties.setProperty("socketTimeout", Long.toString(deadline.toMillis() + 5_000));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("useBulkStmts", "true");
        // What a transaction writes goes in one text of several statements.
        properties.setProperty("allowMultiQueries", "true");
      }
    }
    return properties;
  }

  /** Half of the deadline in a unit of so many milliseconds. */
  private String half(long unit) {
    return Long.toString(Math.max(1, deadline.toMillis() / 2 / unit));
  }

  private void prepare(Connection connection) throws SQLException {
    if (dialect() == Dialect.MARIADB) {
      long seconds = Math.max(1, deadline.toSeconds());
      try (var statement = connection.createStatement()) {
        statement.execute("SET SESSION innodb_lock_wait_timeout = " + seconds);
        // Later: a wait for a lock that ends by itself leaves no doubt what became of a commit.
        statement.execute("SET SESSION max_statement_time = " + (seconds + 1));
        statement.execute(AS_NEEDED);
        try (var on = statement.executeQuery("SELECT @@wsrep_on")) {
          cluster = on.next() && on.getBoolean(1);
        }
      }
    }
  }

  /** Takes a connection for reading from the pool; closing it gives it back. */
  public Connection openReader() throws SQLException {
    return readers().getConnection();
  }

  private synchronized HikariDataSource readers() throws SQLException {
    HikariDataSource pool = readers;
    if (closed) {
      throw new SQLException("the database was closed");
    }
    if (pool == null) {
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(address.url());
      config.setDataSourceProperties(properties());
      config.setPoolName("ipam-readers");
      config.setMaximumPoolSize(connections);
      config.setMinimumIdle(0);
      config.setInitializationFailTimeout(-1);
      config.setConnectionTimeout(Math.max(LEAST_WAIT_MILLIS, deadline.toMillis()));
      if (dialect().isShared()) {
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
      }
      if (dialect() == Dialect.MARIADB) {
        config.setConnectionInitSql(AS_NEEDED);
      }
      pool = new HikariDataSource(config);
      readers = pool;
    }
    return pool;
  }

  /** Closes the pool and the connections to single servers. */
  @Override
  public synchronized void close() {
    closed = true;
    nodes.close();
    if (readers != null) {
      readers.close();
    }
  }
}
