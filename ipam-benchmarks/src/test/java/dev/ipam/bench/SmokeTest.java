package dev.ipam.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.bench.report.JsonReport;
import dev.ipam.bench.report.MarkdownReport;
import dev.ipam.bench.scenario.Bench;
import dev.ipam.bench.scenario.Catalogue;
import dev.ipam.bench.scenario.Effort;
import dev.ipam.bench.scenario.Figure;
import dev.ipam.bench.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario still works; how fast anything is, no test asks. */
class SmokeTest {
  @TempDir Path directory;

  /** A cluster takes too long to start for every build, and a peer is not everywhere. */
  private static final Set<String> BY_HAND = Set.of("galera", "neutron");

  /** Those by hand too with {@code -Dipam.test.jvm=-Dipam.bench.smoke=all}. */
  static Stream<Scenario> scenarios() {
    boolean all = "all".equals(System.getProperty("ipam.bench.smoke"));
    return Catalogue.all().stream().filter(each -> all || !BY_HAND.contains(each.name()));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void aScenarioGivesFiguresAndLeavesNothing(Scenario scenario) throws Exception {
    List<Figure> figures = scenario.body().run(new Bench(Effort.SMOKE, directory));

    assertThat(figures).isNotEmpty();
    for (Figure figure : figures) {
      assertThat(figure.name()).startsWith(scenario.name());
      assertThat(figure.baseline().value()).as(figure.baseline().label()).isPositive();
      assertThat(figure.measured().value()).as(figure.measured().label()).isPositive();
      assertThat(figure.judged().low()).isLessThanOrEqualTo(figure.judged().median());
      assertThat(figure.judged().median()).isLessThanOrEqualTo(figure.judged().high());
      assertThat(MarkdownReport.of(List.of(figure))).contains("`" + figure.name() + "`");
      assertThat(JsonReport.of(Map.of(), List.of(figure))).contains('"' + figure.name() + '"');
    }
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void namesAreTold() {
    assertThat(Catalogue.named("builtin")).hasSizeGreaterThan(3);
    assertThat(Catalogue.named("builtin-one")).hasSize(1);
  }
}
