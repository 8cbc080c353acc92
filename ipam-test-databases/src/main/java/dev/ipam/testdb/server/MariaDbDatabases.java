package dev.ipam.testdb.server;

import dev.ipam.testdb.Engine;
import dev.ipam.testdb.JdbcEndpoint;
import dev.ipam.testdb.TestDatabase;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the databases of one server or cluster, each with an owner of its own. */
final class MariaDbDatabases {
  private final AtomicInteger count = new AtomicInteger();

  /** Makes a database by one node and names all at which it will be reached. */
  TestDatabase create(Engine engine, MariaDbNode by, List<MariaDbNode> at) {
    String name = "ipam_" + count.incrementAndGet();
    String password = Passwords.next();
    by.execute(
        "CREATE DATABASE " + name,
        "CREATE USER " + name + "@'127.0.0.1' IDENTIFIED BY '" + password + "'",
        "GRANT ALL ON " + name + ".* TO " + name + "@'127.0.0.1'");
    List<JdbcEndpoint> endpoints =
        at.stream().map(node -> node.endpoint(name, name, password)).toList();
    return new TestDatabase(
        engine,
        name,
        endpoints,
        at.get(0).endpoint(name, MariaDbInstallation.ADMINISTRATOR, MariaDbInstallation.PASSWORD));
  }
}
