package dev.ipam.conformance.vectors;

import java.util.HashSet;
import java.util.Set;

/** The table of which of our error codes stand for a recorded error name. */
final class ErrorNames {
  private static final Json TABLE = VectorFile.resource("error-names.json").get("names");

  private ErrorNames() {}

  static Set<String> ours(String recorded) {
    Set<String> codes = new HashSet<>();
    TABLE.get(recorded).items().forEach(code -> codes.add(code.text()));
    return codes;
  }
}
