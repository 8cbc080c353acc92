package dev.ipam.reference.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/** The right to make the tables, waited for by a thread that was interrupted. */
class TablesClaimTest {
  private static final int TRIES = 10;

  /** Rule IPAM-6.38: it is waited for as by any other thread, and not in a busy loop. */
  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB})
  void anInterruptTakesNoPauseAway(TestDatabase database) throws Exception {
    Dialect dialect = database.engine() == Engine.POSTGRESQL ? Dialect.POSTGRESQL : Dialect.MARIADB;
    try (Connection holders = database.connect();
        Connection waiters = database.connect()) {
      TablesClaim held = Objects.requireNonNull(TablesClaim.await(holders, dialect));
      int[] tries = {0};
      Connection counted =
          counted(
              waiters,
              () -> {
                if (++tries[0] == TRIES) {
                  held.close();
                }
              });
      long begun = System.nanoTime();
      Thread.currentThread().interrupt();
      try (TablesClaim claim = TablesClaim.await(counted, dialect)) {
        assertThat(claim).isNotNull();
      }
      assertThat(Thread.interrupted()).isTrue();
      assertThat(tries[0]).isEqualTo(TRIES);
      assertThat(System.nanoTime() - begun)
          .isGreaterThanOrEqualTo((TRIES - 1) * TablesClaim.PAUSE.toNanos());
    }
  }

  /** Each try begins by looking for the tables, in the connection's metadata. */
  private static Connection counted(Connection connection, Runnable before) {
    return (Connection)
        Proxy.newProxyInstance(
            TablesClaimTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getMetaData")) {
                before.run();
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** One that died with it stops nobody for longer than its end, by the database's clock. */
  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB})
  void whatHasRunOutIsTakenOver(TestDatabase database) throws SQLException {
    Dialect dialect = database.engine() == Engine.POSTGRESQL ? Dialect.POSTGRESQL : Dialect.MARIADB;
    try (Connection dead = database.connect();
        Connection next = database.connect();
        Statement statement = dead.createStatement()) {
      assertThat(TablesClaim.await(dead, dialect)).isNotNull();
      statement.execute("UPDATE ipam_claim SET until_millis = 0");
      try (TablesClaim claim = TablesClaim.await(next, dialect)) {
        assertThat(claim).isNotNull();
      }
    }
  }
}
