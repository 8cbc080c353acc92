package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ipam.error.Category;
import dev.ipam.error.ConfigurationException;
import dev.ipam.error.IpamException;
import dev.ipam.error.Outcome;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.error.StoreFormatUnsupportedException;
import dev.ipam.error.StoreInUseException;
import dev.ipam.error.StoreNotFoundException;
import dev.ipam.error.UnavailableException;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.JdbcEndpoint;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be wrong with a database is one clear sentence, of the right kind. */
class OpeningTest {
  private static final String URL = "ipam.reference.url";

  private static <E extends IpamException> E refused(Map<String, String> store, Class<E> type) {
    E error = catchThrowableOfType(type, () -> Drivers.open(store, false).close());
    assertThat(error).isNotNull();
    isClear(error);
    return error;
  }

  private static void isClear(IpamException error) {
    assertThat(error.getMessage())
        .matches("(?s)[A-Z\"].*\\.")
        .doesNotContain("SELECT", "INSERT", "UPDATE", "org.", "java.", "secret", "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:h2:mem:x",
        "postgresql://localhost/ipam",
        "jdbc:sqlite:",
        "jdbc:sqlite::memory:",
        "jdbc:sqlite:file:x?mode=memory",
        "jdbc:sqlite:/"
      })
  void aUrlThatIsNoneNamesItsKey(String url) {
    ConfigurationException error =
        catchThrowableOfType(
            ConfigurationException.class, () -> Drivers.open(Map.of(URL, url), true).close());
    isClear(error);
    assertThat(error.getMessage()).contains(URL);
  }

  @ForEachDatabase
  void aStoreIsNotMadeUnasked(TestDatabase database) {
    Map<String, String> store = ReferenceUnderTest.settings(database);
    StoreNotFoundException error = refused(store, StoreNotFoundException.class);
    assertThat(error.category()).isEqualTo(Category.NOT_FOUND);

    String id;
    try (ReferenceDriver made = Drivers.open(store)) {
      id = made.store().id();
    }
    try (ReferenceDriver again = Drivers.open(store, false)) {
      assertThat(again.store().id()).isEqualTo(id);
      assertThat(again.store().location()).doesNotContain("password", "?");
    }
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB})
  void wrongPasswordUserAndDatabaseAreSaid(TestDatabase database) {
    JdbcEndpoint right = database.endpoint();
    JdbcEndpoint noPassword = new JdbcEndpoint(right.url(), right.user(), "secret");
    assertThat(
            refused(ReferenceUnderTest.settings(noPassword), ConfigurationException.class)
                .getMessage())
        .contains("ipam.reference.password");

    String elsewhere = right.url().replaceFirst("/[^/?]*(\\?.*)?$", "/no_such_database");
    JdbcEndpoint noDatabase = new JdbcEndpoint(elsewhere, right.user(), right.password());
    assertThat(refused(ReferenceUnderTest.settings(noDatabase), IpamException.class).category())
        .isEqualTo(Category.INVALID);

    Map<String, String> nobody = new HashMap<>(ReferenceUnderTest.settings(right.throughPort(1)));
    nobody.put("ipam.reference.deadline-ms", "2000");
    UnavailableException away = refused(nobody, UnavailableException.class);
    assertThat(away.retryable()).isTrue();
    assertThat(away.outcome()).isEqualTo(Outcome.NOT_APPLIED);
  }

  @ForEachDatabase
  void newerTablesAreRefusedAndNamed(TestDatabase database) throws Exception {
    Map<String, String> store = ReferenceUnderTest.settings(database);
    Drivers.open(store).close();
    execute(database, "UPDATE ipam_schema_history SET version = '7' WHERE version = '1'");

    StoreFormatUnsupportedException error = refused(store, StoreFormatUnsupportedException.class);
    assertThat(error.getMessage()).contains("schema version 7", "schema version 1");
  }

  @ForEachDatabase
  void aTableThatSomebodyAlteredIsSaid(TestDatabase database) throws Exception {
    try (ReferenceDriver driver = Drivers.open(ReferenceUnderTest.settings(database))) {
      driver.createSubnet(SubnetRequest.of("s", "192.0.2.0/24"));
      driver.allocate(AllocationRequest.any("s"));
      execute(database, "ALTER TABLE ipam_allocation RENAME COLUMN kind TO sort");

      StoreCorruptException error =
          catchThrowableOfType(
              StoreCorruptException.class, () -> driver.allocate(AllocationRequest.any("s")));
      isClear(error);
      assertThat(error.outcome()).isEqualTo(Outcome.NOT_APPLIED);
      assertThat(driver.subnet("s").id()).isEqualTo("s");
      execute(database, "ALTER TABLE ipam_allocation RENAME COLUMN sort TO kind");
      assertThat(driver.allocate(AllocationRequest.any("s")).get(0).address().toString())
          .isEqualTo("192.0.2.3");
    }
  }

  /** An addition that has nothing for a column does not name it; whoever reads rows does. */
  @ForEachDatabase
  void anAlteredColumnThatHoldsNothingIsSaidToWhoReadsOrFillsIt(TestDatabase database)
      throws Exception {
    try (ReferenceDriver driver = Drivers.open(ReferenceUnderTest.settings(database))) {
      driver.createSubnet(SubnetRequest.of("s", "192.0.2.0/24"));
      Allocation held = driver.allocate(AllocationRequest.any("s").withOwner("o")).get(0);
      execute(database, "ALTER TABLE ipam_allocation RENAME COLUMN host_name TO hostname");

      AllocationContext named = new AllocationContext(null, null, null, null, null, "host");
      for (ThrowingCallable each :
          List.<ThrowingCallable>of(
              () -> driver.allocate(AllocationRequest.any("s").withContext(named)),
              () -> driver.release(ReleaseRequest.of(held)),
              () -> driver.releaseOwner("o"),
              () -> driver.allocationsOf("o").close())) {
        StoreCorruptException error = catchThrowableOfType(StoreCorruptException.class, each);
        isClear(error);
        assertThat(error.outcome()).isEqualTo(Outcome.NOT_APPLIED);
      }
      execute(database, "ALTER TABLE ipam_allocation RENAME COLUMN hostname TO host_name");
      assertThat(driver.release(ReleaseRequest.of(held))).contains(held);
    }
  }

  @ForEachDatabase
  void exhaustedConnectionsAreSaid(TestDatabase database) {
    Map<String, String> store = new HashMap<>(ReferenceUnderTest.settings(database));
    store.put("ipam.reference.connections", "2");
    try (ReferenceDriver patient = Drivers.open(store)) {
      patient.createSubnet(SubnetRequest.of("s", "192.0.2.0/24"));
    }
    try (ReferenceDriver driver = Drivers.open(store, Duration.ofSeconds(2))) {
      List<Stream<Allocation>> open = new ArrayList<>();
      open.add(driver.allocations("s"));
      open.add(driver.allocations("s"));
      UnavailableException error =
          catchThrowableOfType(UnavailableException.class, () -> driver.subnet("s"));
      isClear(error);
      assertThat(error.getMessage()).contains("connections");
      // Writing does not depend on them.
      assertThat(driver.allocate(AllocationRequest.any("s"))).hasSize(1);
      open.forEach(Stream::close);
      assertThat(driver.subnet("s").id()).isEqualTo("s");
    }
  }

  /** The rights that docs/reference-driver.md lists are enough to serve, and each is needed. */
  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB})
  void aRightThatIsMissingIsSaid(TestDatabase database) throws Exception {
    try (ReferenceDriver owner = Drivers.open(ReferenceUnderTest.settings(database))) {
      owner.createSubnet(SubnetRequest.of("s", "192.0.2.0/24"));
    }
    Map<String, String> store = ReferenceUnderTest.settings(service(database));
    try (ReferenceDriver driver = Drivers.open(store, false)) {
      driver.allocate(AllocationRequest.any("s"));
      administer(database, "REVOKE INSERT ON ipam_allocation FROM %s");
      UnavailableException error =
          catchThrowableOfType(
              UnavailableException.class, () -> driver.allocate(AllocationRequest.any("s")));
      isClear(error);
      assertThat(error.getMessage()).contains("right");
      assertThat(error.outcome()).isEqualTo(Outcome.NOT_APPLIED);
      administer(database, "GRANT INSERT ON ipam_allocation TO %s");
      driver.allocate(AllocationRequest.any("s"));
    }
    administer(database, "REVOKE SELECT ON ipam_store FROM %s");
    assertThat(refused(store, ConfigurationException.class).getMessage()).contains("rights");
  }

  /** An account that did not make the tables. On MariaDB its rights are of each table. */
  private static JdbcEndpoint service(TestDatabase database) throws Exception {
    administer(
        database,
        database.engine() == Engine.POSTGRESQL
            ? "CREATE USER %s PASSWORD 'service'"
            : "CREATE USER %s IDENTIFIED BY 'service'");
    List<String> tables = new ArrayList<>();
    try (Connection connection = database.witness();
        ResultSet all =
            connection
                .getMetaData()
                .getTables(connection.getCatalog(), null, "ipam\\_%", new String[] {"TABLE"})) {
      while (all.next()) {
        tables.add(all.getString("TABLE_NAME"));
      }
    }
    assertThat(tables).contains("ipam_store", "ipam_schema_history");
    for (String table : tables) {
      administer(database, "GRANT SELECT, INSERT, UPDATE, DELETE ON " + table + " TO %s");
    }
    return new JdbcEndpoint(database.endpoint().url(), user(database), "service");
  }

  private static String user(TestDatabase database) {
    return "service_" + database.name();
  }

  private static void administer(TestDatabase database, String text) throws Exception {
    String user = user(database) + (database.engine() == Engine.MARIADB ? "@'%'" : "");
    try (Connection connection = database.administrator().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(text.formatted(user));
    }
  }

  @ForEachDatabase(Engine.SQLITE)
  void aFileIsOfOneProcess(TestDatabase database) {
    Map<String, String> store = ReferenceUnderTest.settings(database);
    try (ReferenceDriver first = Drivers.open(store)) {
      assertThat(refused(store, StoreInUseException.class).holder()).contains("process");
      assertThat(first.subnets()).isEmpty();
      // Nor does another process get it after that: a lock goes with any channel that is closed.
      assertThat(inProcessOfItsOwn(store)).startsWith("process " + ProcessHandle.current().pid());
    }
    Drivers.open(store, false).close();
  }

  /** Tells whether a process of its own gets a store. */
  static final class Late {
    public static void main(String[] arguments) {
      try {
        Drivers.open(Map.of("ipam.reference.url", arguments[0]), false).close();
        System.out.println("opened");
      } catch (StoreInUseException e) {
        System.out.println(e.holder());
      }
    }
  }

  private static String inProcessOfItsOwn(Map<String, String> store) {
    Process child;
    try {
      child =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Late.class.getName(),
                  store.get("ipam.reference.url"))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return said.lines().reduce("", (before, line) -> line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void execute(TestDatabase database, String text) throws Exception {
    try (Connection connection = database.witness();
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }
}
