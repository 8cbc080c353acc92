package dev.ipam.conformance.contract;

import dev.ipam.conformance.contract.ContractRule.Layer;
import dev.ipam.conformance.contract.ContractRule.Level;
import dev.ipam.spi.Capability;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules, read from docs/contract.md, which the build puts beside this class: there is no second
 * list that could say something else.
 *
 * @since 0.1
 */
public final class Contract {
  private static final Pattern HEADING =
      Pattern.compile("### IPAM-(\\d\\.\\d\\d) (\\w+) · (\\w+) · (core|CAP\\(([A-Z_, ]+)\\))");
  private static final Pattern CHAPTER = Pattern.compile("## (\\d)\\. (.+)");
  private static final String INTENT = "Intent: ";

  private static final Contract INSTANCE = parse(text());

  private final List<ContractRule> rules;
  private final List<String> chapters;

  private Contract(List<ContractRule> rules, List<String> chapters) {
    this.rules = List.copyOf(rules);
    this.chapters = List.copyOf(chapters);
  }

  /**
   * Returns the contract that this version of the kit checks.
   *
   * @return the contract
   */
  public static Contract current() {
    return INSTANCE;
  }

  /**
   * Returns the rules in the order of their numbers.
   *
   * @return the rules
   */
  public List<ContractRule> rules() {
    return rules;
  }

  /**
   * Returns the title of a chapter.
   *
   * @param chapter 1 to 7
   * @return the title, for example {@code Addresses}
   */
  public String chapter(int chapter) {
    return chapters.get(chapter - 1);
  }

  /**
   * Returns a rule by its number.
   *
   * @param id the number, such as {@code 3.05}
   * @return the rule, or nothing where there is none of that number
   */
  public Optional<ContractRule> find(String id) {
    return rules.stream().filter(rule -> rule.id().equals(id)).findFirst();
  }

  /**
   * Returns a rule that must be there.
   *
   * @param id the number, such as {@code 3.05}
   * @return the rule
   * @throws IllegalArgumentException if the contract has no such rule
   */
  public ContractRule rule(String id) {
    return find(id)
        .orElseThrow(() -> new IllegalArgumentException("the contract has no rule " + id));
  }

  static Contract parse(String markdown) {
    List<ContractRule> rules = new ArrayList<>();
    List<String> chapters = new ArrayList<>();
    List<String> lines = markdown.lines().toList();
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at);
      Matcher chapter = CHAPTER.matcher(line);
      if (chapter.matches()) {
        chapters.add(chapter.group(2));
      }
      if (line.startsWith("### IPAM-")) {
        rules.add(rule(line, section(lines, at + 1)));
      }
    }
    return new Contract(rules, chapters);
  }

  private static List<String> section(List<String> lines, int from) {
    int to = from;
    while (to < lines.size() && !lines.get(to).startsWith("#")) {
      to++;
    }
    return lines.subList(from, to).stream().filter(line -> !line.isBlank()).toList();
  }

  private static ContractRule rule(String line, List<String> section) {
    Matcher heading = HEADING.matcher(line);
    if (!heading.matches() || section.size() < 2 || !section.get(1).startsWith(INTENT)) {
      throw new IllegalArgumentException("the contract is not written as it says it is: " + line);
    }
    Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
    if (heading.group(5) != null) {
      for (String name : heading.group(5).split(",", -1)) {
        capabilities.add(Capability.valueOf(name.strip()));
      }
    }
    return new ContractRule(
        heading.group(1),
        Level.valueOf(heading.group(2)),
        Layer.valueOf(heading.group(3).toUpperCase(Locale.ROOT)),
        capabilities,
        section.get(0),
        section.get(1).substring(INTENT.length()));
  }

  private static String text() {
    try (InputStream in = Contract.class.getResourceAsStream("contract.md")) {
      if (in == null) {
        throw new IllegalStateException("contract.md is missing beside " + Contract.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
