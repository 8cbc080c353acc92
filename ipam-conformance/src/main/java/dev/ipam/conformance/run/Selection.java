package dev.ipam.conformance.run;

import dev.ipam.conformance.check.ConformanceCheck;
import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.contract.ContractRule;
import dev.ipam.conformance.contract.ContractRule.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which rules and checks a run is of, such as {@code 2.35,3.*,model}: numbers of rules, chapters,
 * and names of checks, with commas between them. Immutable.
 *
 * @since 0.1
 */
public final class Selection {
  /** Everything. */
  public static final Selection ALL = new Selection("", List.of());

  private final String text;
  private final List<String> wanted;

  private Selection(String text, List<String> wanted) {
    this.text = text;
    this.wanted = wanted;
  }

  /**
   * Reads a selection.
   *
   * @param text numbers of rules ({@code 2.35} or {@code IPAM-2.35}), chapters ({@code 3.*}) and
   *     names of checks, with commas between them; empty for everything
   * @return the selection
   * @throws IllegalArgumentException if a part of it is no rule that binds drivers and no check
   */
  public static Selection of(String text) {
    List<String> wanted = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String name = part.strip().toLowerCase(Locale.ROOT).replaceFirst("^ipam-", "");
      if (name.isEmpty()) {
        continue;
      }
      boolean isRule =
          Contract.current().rules().stream()
              .anyMatch(rule -> rule.layer() == Layer.DRIVER && matches(name, rule));
      if (!isRule && Checks.all().stream().noneMatch(check -> check.name().equals(name))) {
        throw new IllegalArgumentException(
            "\""
                + part.strip()
                + "\" selects nothing: name a rule that binds drivers (2.35), a chapter (3.*) or a"
                + " check ("
                + String.join(", ", Checks.all().stream().map(ConformanceCheck::name).toList())
                + ")");
      }
      wanted.add(name);
    }
    return wanted.isEmpty() ? ALL : new Selection(text.strip(), List.copyOf(wanted));
  }

  private static boolean matches(String name, ContractRule rule) {
    return name.equals(rule.id()) || name.equals(rule.chapter() + ".*");
  }

  /**
   * Tells whether everything is to be run.
   *
   * @return whether nothing is left out
   */
  public boolean isEverything() {
    return wanted.isEmpty();
  }

  /**
   * Tells whether a rule's tests are to be run.
   *
   * @param rule the rule
   * @return whether they are
   */
  public boolean contains(ContractRule rule) {
    return wanted.isEmpty() || wanted.stream().anyMatch(name -> matches(name, rule));
  }

  /**
   * Tells whether a check is to be run: one that is named, or that decides a rule that is.
   *
   * @param check the check
   * @return whether it is
   */
  public boolean contains(ConformanceCheck check) {
    return wanted.isEmpty()
        || wanted.contains(check.name())
        || check.decides().stream().anyMatch(id -> contains(Contract.current().rule(id)));
  }

  @Override
  public String toString() {
    return text;
  }
}
