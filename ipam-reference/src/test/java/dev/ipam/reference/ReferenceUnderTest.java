package dev.ipam.reference;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.reference.db.Dialect;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.JdbcEndpoint;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.Databases;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The reference driver on a real database, as its vendor would give it to the kit. */
public abstract class ReferenceUnderTest implements DriverUnderTest {
  private final Engine engine;

  private ReferenceUnderTest(Engine engine) {
    this.engine = engine;
  }

  static ReferenceUnderTest on(Engine engine) {
    return switch (engine) {
      case SQLITE -> new OnSqlite();
      case POSTGRESQL -> new OnPostgresql();
      case MARIADB -> new OnMariadb();
      case GALERA -> new OnGalera();
    };
  }

  @Override
  public IpamDriverProvider provider() {
    return new ReferenceDriverProvider();
  }

  @Override
  public Set<Capability> capabilities() {
    return ReferenceDriverProvider.capabilities(
        switch (engine) {
          case SQLITE -> Dialect.SQLITE;
          case POSTGRESQL -> Dialect.POSTGRESQL;
          default -> Dialect.MARIADB;
        },
        true);
  }

  @Override
  public Map<String, String> newStore() {
    return settings(Databases.create(engine));
  }

  @Override
  public Optional<Path> directory(Map<String, String> store) {
    String url = store.get("ipam.reference.url");
    String file = "jdbc:sqlite:";
    return url.startsWith(file)
        ? Optional.ofNullable(Path.of(url.substring(file.length())).getParent())
        : Optional.empty();
  }

  /** Of a cluster, connections go to all nodes. */
  static Map<String, String> settings(TestDatabase database) {
    JdbcEndpoint endpoint = database.endpoint();
    String url = endpoint.url();
    if (database.endpoints().size() > 1) {
      StringBuilder hosts = new StringBuilder();
      for (JdbcEndpoint each : database.endpoints()) {
        hosts.append(hosts.isEmpty() ? "" : ",").append(each.url().split("/")[2]);
      }
      url = "jdbc:mariadb:loadbalance://" + hosts + "/" + url.split("/")[3];
    }
    return settings(new JdbcEndpoint(url, endpoint.user(), endpoint.password()));
  }

  static Map<String, String> settings(JdbcEndpoint endpoint) {
    Map<String, String> settings = new HashMap<>();
    settings.put("ipam.reference.url", endpoint.url());
    if (!endpoint.user().isEmpty()) {
      settings.put("ipam.reference.user", endpoint.user());
      settings.put("ipam.reference.password", endpoint.password());
    }
    return settings;
  }

  /** On SQLite. */
  public static final class OnSqlite extends ReferenceUnderTest {
    /** For child processes. */
    public OnSqlite() {
      super(Engine.SQLITE);
    }
  }

  /** On PostgreSQL. */
  public static final class OnPostgresql extends ReferenceUnderTest {
    /** For child processes. */
    public OnPostgresql() {
      super(Engine.POSTGRESQL);
    }
  }

  /** On MariaDB. */
  public static final class OnMariadb extends ReferenceUnderTest {
    /** For child processes. */
    public OnMariadb() {
      super(Engine.MARIADB);
    }
  }

  /** On the nodes of a Galera cluster. */
  public static final class OnGalera extends ReferenceUnderTest {
    /** For child processes. */
    public OnGalera() {
      super(Engine.GALERA);
    }
  }
}
