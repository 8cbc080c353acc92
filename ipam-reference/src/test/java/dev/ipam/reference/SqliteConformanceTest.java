package dev.ipam.reference;

/** The kit, rule by rule. */
public final class SqliteConformanceTest extends ReferenceConformance {
  /** For JUnit, and for child processes. */
  public SqliteConformanceTest() {
    super(new ReferenceUnderTest.OnSqlite());
  }
}
