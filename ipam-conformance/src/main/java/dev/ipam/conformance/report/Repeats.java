package dev.ipam.conformance.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which messages a reader has seen already: a capability whose lack is not refused fails every rule
 * that needs it, with the same words.
 */
final class Repeats {
  private final Map<List<String>, String> seen = new HashMap<>();

  /** Returns the messages of a rule, or where they are when they are the same as another's. */
  List<String> of(RuleResult result) {
    if (result.messages().isEmpty()) {
      return result.messages();
    }
    String first = seen.putIfAbsent(result.messages(), result.rule().title());
    return first == null ? result.messages() : List.of("For the same reason as " + first + ".");
  }
}
