package dev.ipam.testdb.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.testdb.Engine;
import dev.ipam.testdb.Numbers;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

class FaultProxyTest {
  /** PostgreSQL's driver sends a statement's text the first few times only. */
  private static final int COMMITS_BEFORE = 10;

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void theAnswerToACommitIsLost(TestDatabase database) throws SQLException {
    Numbers.makeTable(database);
    try (FaultProxy proxy = FaultProxy.before(database)) {
      try (Connection connection = committing(proxy)) {
        Cut cut = proxy.cutAfterCommit();
        Numbers.insert(connection, 99);
        assertThat(cut.isDone()).isFalse();

        assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        assertThat(cut.isDone()).isTrue();
      }
      assertThat(Numbers.read(database.endpoint())).hasSize(COMMITS_BEFORE + 1).contains(99);

      Numbers.insert(proxy.endpoint(), 100, 100);
      assertThat(Numbers.read(proxy.endpoint())).hasSize(COMMITS_BEFORE + 2);
    }
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void aCommitIsLost(TestDatabase database) throws SQLException {
    Numbers.makeTable(database);
    try (FaultProxy proxy = FaultProxy.before(database)) {
      try (Connection connection = committing(proxy)) {
        Cut cut = proxy.cutBeforeCommit();
        Numbers.insert(connection, 99);

        assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        assertThat(cut.isDone()).isTrue();
      }
      assertThat(Numbers.read(database.endpoint())).hasSize(COMMITS_BEFORE).doesNotContain(99);
      // It waits for the server to roll back, and would fail on a row that had been committed.
      Numbers.insert(database.endpoint(), 99, 99);
    }
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB})
  void theAnswerToAStatementIsLost(TestDatabase database) throws SQLException {
    Numbers.makeTable(database);
    try (FaultProxy proxy = FaultProxy.before(database)) {
      Cut cut = proxy.cutAfter(sql -> sql.startsWith("INSERT"));
      assertThatThrownBy(() -> Numbers.insert(proxy.endpoint(), 1, 1))
          .isInstanceOf(SQLException.class);
      assertThat(cut.isDone()).isTrue();
      assertThat(Numbers.read(database.endpoint())).containsExactly(1);
    }
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB})
  void aStatementComesLate(TestDatabase database) throws Exception {
    Numbers.makeTable(database);
    try (FaultProxy proxy = FaultProxy.before(database)) {
      Hold late = proxy.hold(sql -> sql.startsWith("INSERT"));
      assertThatThrownBy(() -> Numbers.insert(proxy.endpoint(), 1, 1))
          .isInstanceOf(SQLException.class);
      late.awaitLost();
      Numbers.insert(proxy.endpoint(), 2, 2);
      assertThat(Numbers.read(database.endpoint())).containsExactly(2);

      late.deliver();
      assertThat(Numbers.read(database.endpoint())).containsExactly(1, 2);
    }
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB})
  void connectionsAreCutRefusedAndAcceptedAgain(TestDatabase database) throws SQLException {
    Numbers.makeTable(database);
    try (FaultProxy proxy = FaultProxy.before(database)) {
      try (Connection connection = proxy.endpoint().connect()) {
        proxy.refuse();
        assertThatThrownBy(() -> proxy.endpoint().connect()).isInstanceOf(SQLException.class);
        Numbers.insert(connection, 1);

        proxy.cut();
        assertThatThrownBy(() -> Numbers.insert(connection, 2)).isInstanceOf(SQLException.class);
      }
      for (int round = 0; round < 20; round++) {
        proxy.accept();
        assertThat(Numbers.read(proxy.endpoint())).containsExactly(1);
        proxy.refuse();
        assertThatThrownBy(() -> proxy.endpoint().connect()).isInstanceOf(SQLException.class);
      }
    }
  }

  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB})
  void answersAreDelayed(TestDatabase database) throws SQLException {
    Numbers.makeTable(database);
    try (FaultProxy proxy = FaultProxy.before(database);
        Connection connection = proxy.endpoint().connect()) {
      connection.setNetworkTimeout(Runnable::run, 500);
      proxy.delay(Duration.ofMinutes(1));

      assertThatThrownBy(() -> Numbers.read(connection)).isInstanceOf(SQLException.class);
    }
  }

  @ForEachDatabase(Engine.SQLITE)
  void thereIsNoneBeforeAFile(TestDatabase database) {
    assertThatThrownBy(() -> FaultProxy.before(database))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Connection committing(FaultProxy proxy) throws SQLException {
    Connection connection = proxy.endpoint().connect();
    connection.setAutoCommit(false);
    for (int number = 1; number <= COMMITS_BEFORE; number++) {
      Numbers.insert(connection, number);
      connection.commit();
    }
    return connection;
  }
}
