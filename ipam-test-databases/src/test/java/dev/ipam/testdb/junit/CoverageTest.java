package dev.ipam.testdb.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.testdb.Engine;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CoverageTest {

  @Test
  void whatIsMissingIsNamedInALine() {
    Coverage coverage = Coverage.of(Map.of(), CoverageTest::noMariaDb).checked();

    assertThat(coverage.engines()).containsExactly(Engine.SQLITE, Engine.POSTGRESQL);
    assertThat(coverage.notCovered())
        .isEqualTo(
            "Databases not covered by these tests: mariadb (no mariadbd), galera (no mariadbd).");
  }

  @Test
  void nothingIsSaidWhenAllAreThere() {
    Coverage coverage = Coverage.of(Map.of(), engine -> Optional.empty()).checked();

    assertThat(coverage.engines()).containsExactly(Engine.values());
    assertThat(coverage.notCovered()).isEmpty();
  }

  @Test
  void whatIsRequiredAndMissingIsAFailure() {
    Map<String, String> environment = Map.of("IPAM_REQUIRE", "sqlite, galera");

    assertThatThrownBy(() -> Coverage.of(environment, CoverageTest::noMariaDb).checked())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "IPAM_REQUIRE asks for databases that these tests cannot have: galera (no mariadbd).");
  }

  @Test
  void whatIsRequiredAndLeftOutIsAFailureToo() {
    Map<String, String> environment =
        Map.of("IPAM_REQUIRE", "mariadb", "IPAM_DATABASES", "postgresql");

    assertThatThrownBy(() -> Coverage.of(environment, engine -> Optional.empty()).checked())
        .hasMessageContaining("mariadb (not among IPAM_DATABASES)");
  }

  @Test
  void theEnvironmentNarrowsDown() {
    Coverage coverage =
        Coverage.of(Map.of("IPAM_DATABASES", "PostgreSQL"), engine -> Optional.empty());

    assertThat(coverage.engines()).containsExactly(Engine.POSTGRESQL);
    assertThat(coverage.notCovered()).contains("sqlite (not among IPAM_DATABASES)");
  }

  @Test
  void aNameThatNoDatabaseHasIsAFailure() {
    assertThatThrownBy(
            () -> Coverage.of(Map.of("IPAM_REQUIRE", "oracle"), engine -> Optional.empty()))
        .hasMessage(
            "IPAM_REQUIRE names the database 'oracle', which there is not; there are sqlite,"
                + " postgresql, mariadb, galera.");
  }

  private static Optional<String> noMariaDb(Engine engine) {
    return engine == Engine.MARIADB || engine == Engine.GALERA
        ? Optional.of("mariadbd")
        : Optional.empty();
  }
}
