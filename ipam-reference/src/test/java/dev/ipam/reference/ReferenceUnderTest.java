package dev.ipam.reference;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.StoreOutage;
import dev.ipam.reference.db.Dialect;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.JdbcEndpoint;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.Databases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The reference driver on a real database, as its vendor would give it to the kit. */
public abstract class ReferenceUnderTest implements DriverUnderTest {
  private static final String URL = "ipam.reference.url";
  private static final String USER = "ipam.reference.user";
  private static final String PASSWORD = "ipam.reference.password";
  private static final String DEADLINE = "ipam.reference.deadline-ms";

  private final Engine engine;
  private final Map<Map<String, String>, FragileStore> fragile = new ConcurrentHashMap<>();
  private final Map<String, TestDatabase> taken = new ConcurrentHashMap<>();

  private ReferenceUnderTest(Engine engine) {
    this.engine = engine;
  }

  /** Returns the driver on a kind of database. */
  public static ReferenceUnderTest on(Engine engine) {
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
    TestDatabase database = UsedDatabases.take(engine);
    Map<String, String> settings = ofTheKit(settings(database));
    taken.put(settings.get(URL), database);
    return settings;
  }

  /** Some of the kit's rules are about who waits that long, and it waits with them. */
  static Map<String, String> ofTheKit(Map<String, String> settings) {
    settings.put(DEADLINE, "10000");
    return settings;
  }

  @Override
  public Optional<Path> directory(Map<String, String> store) {
    String url = store.get(URL);
    String file = "jdbc:sqlite:";
    return url.startsWith(file)
        ? Optional.ofNullable(Path.of(url.substring(file.length())).getParent())
        : Optional.empty();
  }

  @Override
  public boolean makeNewer(Map<String, String> store) {
    try (Connection connection = connect(store);
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE ipam_schema_history SET version = '7' WHERE version = '1'");
      return true;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** To a cluster: to any of its nodes, one that the driver's own connection is to or another. */
  @Override
  public Optional<Connection> connection(Map<String, String> store) {
    try {
      return Optional.of(connect(store));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection connect(Map<String, String> store) throws SQLException {
    return new JdbcEndpoint(
            store.get(URL), store.getOrDefault(USER, ""), store.getOrDefault(PASSWORD, ""))
        .connect();
  }

  @Override
  public Optional<Map<String, String>> newFragileStore() {
    Optional<FragileStore> made =
        engine == Engine.SQLITE
            ? FragileStore.onSmallDisk()
            : Optional.of(FragileStore.behindProxy(Databases.create(engine)));
    made.ifPresent(each -> fragile.put(each.settings(), each));
    return made.map(FragileStore::settings);
  }

  @Override
  public StoreOutage outage(Map<String, String> store) {
    return fragile.get(store).outage().get();
  }

  @Override
  public void destroy(Map<String, String> store) {
    FragileStore made = fragile.remove(store);
    if (made != null) {
      made.end().run();
    }
    TestDatabase database = taken.remove(store.get(URL));
    if (database != null) {
      UsedDatabases.giveBack(database);
    }
  }

  /** Of a cluster, connections go to all nodes. */
  public static Map<String, String> settings(TestDatabase database) {
    JdbcEndpoint endpoint = database.endpoint();
    String url = endpoint.url();
    if (database.endpoints().size() > 1) {
      StringBuilder hosts = new StringBuilder();
      for (JdbcEndpoint each : database.endpoints()) {
        hosts.append(hosts.isEmpty() ? "" : ",").append(each.url().split("/", -1)[2]);
      }
      url = "jdbc:mariadb:loadbalance://" + hosts + "/" + url.split("/", -1)[3];
    }
    return settings(new JdbcEndpoint(url, endpoint.user(), endpoint.password()));
  }

  /** Of one server, or of one node. */
  public static Map<String, String> settings(JdbcEndpoint endpoint) {
    Map<String, String> settings = new HashMap<>();
    settings.put(URL, endpoint.url());
    // A machine that stands still for seconds is no reason to fail.
    settings.put(DEADLINE, "60000");
    if (!endpoint.user().isEmpty()) {
      settings.put(USER, endpoint.user());
      settings.put(PASSWORD, endpoint.password());
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

    /** Three servers on one machine, beside whatever else it does, take their time. */
    @Override
    public Map<String, String> newStore() {
      Map<String, String> store = super.newStore();
      store.put(DEADLINE, "20000");
      return store;
    }
  }
}
