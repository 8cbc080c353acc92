package dev.ipam.testdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.testdb.junit.Databases;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A class may run as a whole on each database; both tests make the same table. */
@ForEachDatabase
class WholeClassTest {
  private static final Set<Engine> SEEN = EnumSet.noneOf(Engine.class);

  private TestDatabase database;

  @BeforeEach
  void take(TestDatabase fresh) {
    database = fresh;
    SEEN.add(fresh.engine());
  }

  @Test
  void oneTestHasADatabaseOfItsOwn() throws SQLException {
    Numbers.makeTable(database);
    assertThat(Numbers.read(database.endpoint())).isEmpty();
  }

  @Test
  void andSoHasTheOther(Engine engine) throws SQLException {
    assertThat(database.engine()).isEqualTo(engine);
    Numbers.makeTable(database);
    Numbers.insert(database.endpoint(), 1, 1);
    assertThat(Numbers.read(database.endpoint())).containsExactly(1);
  }

  @AfterAll
  static void allWereSeen() {
    assertThat(SEEN).containsExactlyElementsOf(Databases.available());
  }
}
