package dev.ipam.reference;

import dev.ipam.testdb.Engine;
import dev.ipam.testdb.junit.ForEachDatabase;

/** The kit as a whole on a cluster, which is not everywhere; connections go to all nodes. */
class GaleraConformanceTest {
  @ForEachDatabase(Engine.GALERA)
  void passesTheKit(Engine engine) {
    WholeKit.passesOn(engine);
  }
}
