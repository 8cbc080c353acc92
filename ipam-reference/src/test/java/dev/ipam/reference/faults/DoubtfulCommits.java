package dev.ipam.reference.faults;

import dev.ipam.testdb.JdbcEndpoint;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
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

  private Object commit(Connection connection, Call commit) throws Throwable {
    End end = next.getAndSet(null);
    if (end == null) {
      return commit.make();
    }
    if (end == End.UNDONE) {
      connection.rollback();
    } else {
      commit.make();
    }
    throw new SQLException("statement completion unknown", "40003");
  }

  private interface Call {
    Object make() throws Throwable;
  }

  private static Call call(Object target, Method method, Object[] arguments) {
    return () -> {
      try {
        return method.invoke(target, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    };
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    Class<?>[] types = {type};
    return type.cast(
        Proxy.newProxyInstance(DoubtfulCommits.class.getClassLoader(), types, handler));
  }

  /** A commit may go in one text with other statements. */
  private PreparedStatement committing(Connection connection, PreparedStatement statement) {
    return proxy(
        PreparedStatement.class,
        (self, method, arguments) -> {
          Call call = call(statement, method, arguments);
          return method.getName().equals("execute") ? commit(connection, call) : call.make();
        });
  }

  @Override
  public Connection connect(String url, Properties properties) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    Connection connection = real.connect(url, properties);
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          Call call = call(connection, method, arguments);
          if (method.getName().equals("commit")) {
            return commit(connection, call);
          }
          boolean commits =
              method.getName().equals("prepareStatement")
                  && ((String) arguments[0]).endsWith("COMMIT");
          return commits ? committing(connection, (PreparedStatement) call.make()) : call.make();
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
