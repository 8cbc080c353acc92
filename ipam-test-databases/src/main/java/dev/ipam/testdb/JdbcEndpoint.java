package dev.ipam.testdb;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Where a database is reached through JDBC, and as whom. Immutable.
 *
 * @param url the JDBC URL, without user and password
 * @param user the user; empty for a database that has none (SQLite)
 * @param password the user's password; never part of {@link #toString()}
 * @since 0.1
 */
public record JdbcEndpoint(String url, String user, String password) {

  /**
   * Opens a connection, which the caller closes.
   *
   * @return a new connection in auto-commit mode
   * @throws SQLException what the database answered
   */
  public Connection connect() throws SQLException {
    Properties login = new Properties();
    if (!user.isEmpty()) {
      login.setProperty("user", user);
      login.setProperty("password", password);
    }
    return DriverManager.getConnection(url, login);
  }

  /**
   * The same database as the same user through another port of the loopback interface, such as a
   * proxy's.
   *
   * @param port the port
   * @return the endpoint with this port
   */
  public JdbcEndpoint throughPort(int port) {
    return new JdbcEndpoint(
        url.replaceFirst("//127\\.0\\.0\\.1:\\d+/", "//127.0.0.1:" + port + "/"), user, password);
  }

  @Override
  public String toString() {
    return user.isEmpty() ? url : url + " as " + user;
  }
}
