package dev.ipam.conformance.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.contract.ContractRule;
import dev.ipam.conformance.contract.ContractRule.Layer;
import dev.ipam.conformance.run.Checks;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A rule that binds drivers and has no test, or a test that names no such rule, fails the build.
 */
class RuleCatalogTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/ipam/conformance/rules");

  /** Every test that there ever was; whoever adds one adds its line. */
  private static final Path TESTS =
      Path.of("src/test/resources/dev/ipam/conformance/rules/tests.txt");

  @Test
  void everyRuleThatBindsDriversIsTested() {
    Set<String> untested = new TreeSet<>();
    for (ContractRule rule : Contract.current().rules()) {
      if (rule.layer() == Layer.DRIVER) {
        untested.add(rule.id());
      }
    }
    RuleCatalog.rules().forEach(untested::remove);
    Checks.all().forEach(check -> untested.removeAll(check.decides()));

    assertThat(untested)
        .as("rules of the driver layer without a test and without a check")
        .isEmpty();
  }

  /** Of a rule with several tests one could go, and nothing else would notice. */
  @Test
  void noTestIsGone() throws IOException {
    Set<String> there = new TreeSet<>();
    for (String rule : RuleCatalog.rules()) {
      RuleCatalog.casesOf(rule).forEach(each -> there.add(rule + " " + each.name()));
    }
    List<String> missing = new ArrayList<>(Files.readAllLines(TESTS));
    missing.removeAll(there);

    assertThat(missing)
        .as("tests that %s lists and that are gone; take out the line of one that shall go", TESTS)
        .isEmpty();
  }

  @Test
  void everyTestNamesARuleThatBindsDrivers() {
    List<String> wrong = new ArrayList<>();
    for (String id : RuleCatalog.rules()) {
      if (Contract.current().find(id).filter(rule -> rule.layer() == Layer.DRIVER).isEmpty()) {
        wrong.add(id);
      }
    }
    Checks.all().stream()
        .flatMap(check -> check.decides().stream())
        .filter(id -> Contract.current().find(id).isEmpty())
        .forEach(wrong::add);

    assertThat(wrong).as("tests of what is no rule of the driver layer").isEmpty();
  }

  @Test
  void everyClassOfTestsIsListed() throws IOException {
    List<String> listed = RuleCatalog.classes().stream().map(Class::getSimpleName).toList();
    try (Stream<Path> files = Files.list(SOURCES)) {
      List<String> written =
          files
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .filter(name -> name.endsWith("Rules"))
              .toList();
      assertThat(listed).containsExactlyInAnyOrderElementsOf(written);
    }
  }

  @Test
  void everyTestCanBeRunAndSaysWhatToLookAt() {
    for (Class<?> type : RuleCatalog.classes()) {
      for (Method method : type.getDeclaredMethods()) {
        RuleTest test = method.getAnnotation(RuleTest.class);
        boolean takesABench = List.of(method.getParameterTypes()).equals(List.of(Bench.class));
        boolean looksLikeOne =
            takesABench
                && method.getReturnType() == void.class
                && !Modifier.isPrivate(method.getModifiers());
        if (test == null) {
          assertThat(looksLikeOne && !method.isSynthetic())
              .as("%s is a test without @RuleTest", method)
              .isFalse();
        } else {
          assertThat(takesABench && Modifier.isStatic(method.getModifiers()))
              .as("%s is static and takes a Bench", method)
              .isTrue();
          assertThat(test.check()).as("what %s tells a vendor to check", method).isNotEmpty();
          assertThat(test.check()).allSatisfy(line -> assertThat(line).isNotBlank());
        }
      }
    }
  }
}
