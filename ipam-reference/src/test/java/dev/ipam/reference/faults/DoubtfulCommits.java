package dev.ipam.reference.faults;

import dev.ipam.testdb.JdbcEndpoint;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;

/**
 * A JDBC driver before that of a real database. Of a commit, when it is told to, it says what the
 * standard has for one of which nobody knows whether it was completed: SQLSTATE 40003.
 */
final class DoubtfulCommits implements Driver, AutoCloseable {
  private static final String MARK = "ipamDoubtful=";

  /** Which end a commit of which nobody learns has in truth. */
  enum End {
    COMMITTED,
    UNDONE
  }

  private final Driver real;
  private final String mark = MARK + System.nanoTime();
  private final AtomicReference<End> next = new AtomicReference<>();

  private DoubtfulCommits(Driver real) {
    this.real = real;
  }

  /** Stands before the driver of a URL until it is closed; others' connections are left alone. */
  static DoubtfulCommits before(JdbcEndpoint endpoint) throws SQLException {
    DoubtfulCommits doubtful = new DoubtfulCommits(DriverManager.getDriver(endpoint.url()));
    List<Driver> all = Collections.list(DriverManager.getDrivers());
    // The first that takes a URL has it.
    for (Driver each : all) {
      DriverManager.deregisterDriver(each);
    }
    DriverManager.registerDriver(doubtful);
    for (Driver each : all) {
      DriverManager.registerDriver(each);
    }
    return doubtful;
  }

  JdbcEndpoint endpoint(JdbcEndpoint endpoint) {
    String url = endpoint.url();
    return new JdbcEndpoint(
        url + (url.contains("?") ? "&" : "?") + mark, endpoint.user(), endpoint.password());
  }

  /** Leaves the next commit in doubt. */
  void doubt(End end) {
    next.set(end);
  }

  /** Whether that commit has been. */
  boolean isDone() {
    return next.get() == null;
  }

  private void commit(Connection connection) throws SQLException {
    End end = next.getAndSet(null);
    if (end == End.UNDONE) {
      connection.rollback();
    } else {
      connection.commit();
    }
    if (end != null) {
      throw new SQLException("statement completion unknown", "40003");
    }
  }

  @Override
  public Connection connect(String url, Properties properties) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    Connection connection = real.connect(url, properties);
    return (Connection)
        Proxy.newProxyInstance(
            DoubtfulCommits.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("commit")) {
                commit(connection);
                return null;
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.contains(mark);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties)
      throws SQLException {
    return real.getPropertyInfo(url, properties);
  }

  @Override
  public int getMajorVersion() {
    return real.getMajorVersion();
  }

  @Override
  public int getMinorVersion() {
    return real.getMinorVersion();
  }

  @Override
  public boolean jdbcCompliant() {
    return real.jdbcCompliant();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger(DoubtfulCommits.class.getName());
  }

  @Override
  public void close() throws SQLException {
    DriverManager.deregisterDriver(this);
  }
}
