package dev.ipam.reference;

/** The kit, rule by rule. */
public final class PostgresqlConformanceTest extends ReferenceConformance {
  /** For JUnit, and for child processes. */
  public PostgresqlConformanceTest() {
    super(new ReferenceUnderTest.OnPostgresql());
  }
}
