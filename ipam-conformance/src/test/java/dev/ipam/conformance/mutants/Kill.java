package dev.ipam.conformance.mutants;

import dev.ipam.conformance.mutants.Hunt.Catch;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What became of a mutant.
 *
 * @param mutant the mutant
 * @param first where it was caught at its rule
 * @param second on which other history it was told from the model
 * @param flaw why it does not count; empty where it does
 */
record Kill(Mutant mutant, String first, String second, String message, String flaw) {
  private static final Pattern CRASH = Pattern.compile("NullPointer|ClassCast|IndexOutOf");

  static Kill of(Mutant mutant) {
    List<Catch> caught = mutant.hunt().run(mutant.subject(), mutant.rule(), mutant.hangs());
    if (caught.isEmpty()) {
      return new Kill(mutant, "", "", "", "it is not caught");
    }
    Catch first = caught.get(0);
    Optional<String> second =
        mutant.second() == SecondHistories.ANY && another(caught).isPresent()
            ? another(caught)
            : mutant.second().of(mutant);
    return new Kill(
        mutant,
        first.by(),
        second.orElse(""),
        observed(first.message()),
        flaw(mutant, first.message(), second));
  }

  /** Another test of the rule, or the same check from another seed, which is another script. */
  private static Optional<String> another(List<Catch> caught) {
    return caught.stream().map(Catch::by).filter(by -> !by.equals(caught.get(0).by())).findFirst();
  }

  private static String flaw(Mutant mutant, String message, Optional<String> second) {
    boolean hang = message.contains("the test ends within");
    if (hang != mutant.hangs()) {
      return hang ? "it is caught as a hang only" : "it does not hang";
    }
    if (!Pattern.compile(mutant.words()).matcher(message).find()) {
      return "the message does not say \"" + mutant.words() + "\": " + observed(message);
    }
    return flaw(mutant.rule(), message, second.orElse(""));
  }

  /** Why a message does not count, whatever the fault is; empty where it does. */
  static String flaw(String rule, String message, String second) {
    if (message.isEmpty()) {
      return "it is not caught";
    }
    if (CRASH.matcher(message).find()) {
      return "the message is about a crash: " + observed(message);
    }
    if (!message.contains(rule)) {
      return "the message does not name the rule";
    }
    return second.isEmpty() ? "it is told from the model on one history only" : "";
  }

  /** The line that says what was seen, or the first one. */
  static String observed(String message) {
    if (message.isEmpty()) {
      return "";
    }
    List<String> lines = message.lines().map(String::strip).toList();
    String expected = line(lines, "expected:").orElse(lines.get(0));
    return line(lines, "observed:")
        .or(() -> line(lines, "actual:"))
        .map(seen -> expected + "; " + seen)
        .orElse(expected);
  }

  private static Optional<String> line(List<String> lines, String begin) {
    return lines.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(begin))
        .map(line -> line.substring(begin.length()).strip())
        .findFirst();
  }
}
