package dev.ipam.conformance.mutants;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.check.Finding;
import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.rules.RuleRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What looks for a fault. */
@FunctionalInterface
interface Hunt {
  /** The tests of the rule. */
  Hunt RULE = (subject, rule, hangs) -> tests(subject, rule, 1, hangs);

  /** Returns where a rule was found broken, whole messages. */
  List<Catch> run(DriverUnderTest subject, String rule, boolean hangs);

  /**
   * One message.
   *
   * @param by the test or check
   * @param message the whole text
   */
  record Catch(String by, String message) {}

  static List<Catch> tests(DriverUnderTest subject, String rule, long seed, boolean hangs) {
    Pattern name = Pattern.compile("(?:MUST|SHOULD) \\(([^)]*)\\)");
    Duration patience = Duration.ofSeconds(hangs ? 2 : 60);
    Finding finding =
        new RuleRunner(subject, subject.capabilities(), seed, patience)
            .run(Contract.current().rule(rule));
    List<Catch> caught = new ArrayList<>();
    for (String message : finding.messages()) {
      Matcher matcher = name.matcher(message);
      caught.add(new Catch(matcher.find() ? matcher.group(1) : "inverse", message));
    }
    return caught;
  }
}
