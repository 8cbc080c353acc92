package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.report.ConformanceReport;
import dev.ipam.conformance.report.ReportSet;
import dev.ipam.conformance.run.Conformance;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.junit.ForEachDatabase;

/** The kit as a whole on databases that are not everywhere; connections go to all nodes. */
class MariaDbConformanceTest {
  @ForEachDatabase({Engine.MARIADB, Engine.GALERA})
  void passesTheKit(Engine engine) {
    ConformanceReport report = Conformance.of(ReferenceUnderTest.on(engine)).run();

    System.out.println(engine.label() + "\n" + ReportSet.of(report).text());
    assertThat(report.passed()).as(() -> Reports.failures(report)).isTrue();
  }
}
