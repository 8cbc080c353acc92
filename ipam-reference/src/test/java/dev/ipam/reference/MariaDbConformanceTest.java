package dev.ipam.reference;

import dev.ipam.testdb.Engine;
import dev.ipam.testdb.junit.ForEachDatabase;

/** The kit as a whole on a database that is not everywhere. */
class MariaDbConformanceTest {
  @ForEachDatabase(Engine.MARIADB)
  void passesTheKit(Engine engine) {
    WholeKit.passesOn(engine);
  }
}
