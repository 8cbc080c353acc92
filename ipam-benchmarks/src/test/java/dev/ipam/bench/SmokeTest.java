package dev.ipam.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.bench.memory.Jmh;
import dev.ipam.bench.report.JsonReport;
import dev.ipam.bench.report.MarkdownReport;
import dev.ipam.bench.scenario.Bench;
import dev.ipam.bench.scenario.Catalogue;
import dev.ipam.bench.scenario.Effort;
import dev.ipam.bench.scenario.Figure;
import dev.ipam.bench.scenario.Pictures;
import dev.ipam.bench.scenario.Scenario;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;

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
  void picturesAreDrawnWithEveryLine() throws Exception {
    Map<String, String> pictures =
        new Pictures(new Bench(Effort.SMOKE, directory), "a <b> & c").draw();

    assertThat(pictures.keySet()).containsExactly("fill.svg", "callers.svg", "latency.svg");
    assertThat(lines(pictures, "fill.svg")).isEqualTo(6);
    assertThat(lines(pictures, "callers.svg")).isEqualTo(4);
    assertThat(lines(pictures, "latency.svg")).isEqualTo(3);
    assertThat(pictures.get("fill.svg")).contains("not measured in this run");
  }

  private static int lines(Map<String, String> pictures, String name) throws Exception {
    String svg = Objects.requireNonNull(pictures.get(name));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)))
        .getElementsByTagName("polyline")
        .getLength();
  }

  /** In this JVM, one short iteration: for nothing but to see that they run. */
  @Test
  void whatJmhMeasuresRuns() {
    int run =
        Jmh.run(
            "-f 0 -wi 0 -i 1 -r 10ms -foe true -v SILENT -p bits=8 -p percent=50".split(" ", -1));

    assertThat(run).isEqualTo(3);
  }

  @Test
  void namesAreTold() {
    assertThat(Catalogue.named("builtin")).hasSizeGreaterThan(3);
    assertThat(Catalogue.named("builtin-one")).hasSize(1);
  }
}
