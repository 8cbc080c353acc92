package dev.ipam.testdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A fresh, empty database on a real server, with a user that owns it and nothing else. Immutable.
 *
 * @param engine the kind of database
 * @param name the database's name on its server; for SQLite the file's name
 * @param endpoints where its owner reaches it: one endpoint for each node of a cluster, else one
 * @param administrator where the server's administrator reaches it (on the first node)
 * @since 0.1
 */
public record TestDatabase(
    Engine engine, String name, List<JdbcEndpoint> endpoints, JdbcEndpoint administrator) {

  /**
   * Checks and copies.
   *
   * @param engine the kind of database
   * @param name the database's name on its server
   * @param endpoints where its owner reaches it
   * @param administrator where the server's administrator reaches it
   * @throws IllegalArgumentException without an endpoint
   */
  public TestDatabase {
    endpoints = List.copyOf(endpoints);
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("Database " + name + " has no endpoint.");
    }
  }

  /**
   * Where its owner reaches it; on a cluster, the first node.
   *
   * @return the endpoint
   */
  public JdbcEndpoint endpoint() {
    return endpoints.get(0);
  }

  /**
   * Where its owner reaches it on a node. Numbers beyond the last node start again at the first, so
   * that a test can spread clients over the nodes by counting, on databases with one node too.
   *
   * @param number the node's number from 0
   * @return the endpoint
   */
  public JdbcEndpoint endpoint(int number) {
    return endpoints.get(Math.floorMod(number, endpoints.size()));
  }

  /**
   * Opens a connection of its owner, which the caller closes; on a cluster, to the first node.
   *
   * @return a new connection in auto-commit mode
   * @throws SQLException what the database answered
   */
  public Connection connect() throws SQLException {
    return endpoint().connect();
  }

  /**
   * Opens a connection of its owner for a test that looks at what is stored or changes it behind
   * somebody's back. Unlike {@link #connect()}, on a cluster each of its statements waits until its
   * node has applied what had been committed on the others, so that none misses a row.
   *
   * @return a new connection in auto-commit mode
   * @throws SQLException what the database answered
   */
  public Connection witness() throws SQLException {
    Connection connection = connect();
    if (engine == Engine.GALERA) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET SESSION wsrep_sync_wait = 7");
      }
    }
    return connection;
  }

  @Override
  public String toString() {
    return engine.label() + " " + name;
  }
}
