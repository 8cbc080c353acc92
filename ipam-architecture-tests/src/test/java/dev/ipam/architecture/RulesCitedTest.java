package dev.ipam.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.contract.ContractRule;
import dev.ipam.conformance.contract.ContractRule.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the contract that sources cite exist, and tests cite those of values and facade. */
class RulesCitedTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern CITED = Pattern.compile("@ipam\\.rule +([^\\n]*)");
  private static final Pattern RULE = Pattern.compile("\\d\\.\\d\\d");
  private static final Pattern LIST =
      Pattern.compile("\\d\\.\\d\\d(\\.\\.\\d\\.\\d\\d)?( \\d\\.\\d\\d(\\.\\.\\d\\.\\d\\d)?)*");
  private static final Pattern TAG = Pattern.compile("@[\\w.]*Tag\\(\"IPAM-([^\"]*)\"\\)");

  @Test
  void whatJavadocCitesExists() throws IOException {
    List<String> wrong = new ArrayList<>();
    int citations = 0;
    for (Path source : sources("main")) {
      Matcher cited = CITED.matcher(Files.readString(source));
      while (cited.find()) {
        citations++;
        String text = cited.group(1).strip();
        if (!LIST.matcher(text).matches() || !allExist(text)) {
          wrong.add(source + ": @ipam.rule " + text);
        }
      }
    }

    assertThat(wrong).as("citations that are no rules").isEmpty();
    assertThat(citations).as("citations seen").isGreaterThan(100);
  }

  private static boolean allExist(String text) {
    Matcher rule = RULE.matcher(text);
    while (rule.find()) {
      if (Contract.current().find(rule.group()).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  @Test
  void testsCiteEveryRuleOfValuesAndFacade() throws IOException {
    Set<String> cited = new TreeSet<>();
    List<String> unknown = new ArrayList<>();
    for (Path source : sources("test")) {
      Matcher tag = TAG.matcher(Files.readString(source));
      while (tag.find()) {
        cited.add(tag.group(1));
        if (Contract.current().find(tag.group(1)).isEmpty()) {
          unknown.add(source + ": " + tag.group());
        }
      }
    }
    List<String> uncited =
        Contract.current().rules().stream()
            .filter(rule -> rule.layer() == Layer.VALUE || rule.layer() == Layer.FACADE)
            .map(ContractRule::id)
            .filter(id -> !cited.contains(id))
            .toList();

    assertThat(unknown).as("tags that are no rules").isEmpty();
    assertThat(uncited).as("rules of values and facade that no test is tagged with").isEmpty();
  }

  private static List<Path> sources(String kind) throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.sorted().toList()) {
        Path java = module.resolve("src").resolve(kind).resolve("java");
        if (!Files.isDirectory(java) || module.endsWith("ipam-architecture-tests")) {
          continue;
        }
        try (Stream<Path> files = Files.walk(java)) {
          files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
        }
      }
    }
    return sources;
  }
}
