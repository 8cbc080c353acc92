package dev.ipam.conformance.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether an answer is the one that the model gives. */
final class Match {
  private static final Map<String, String> CATEGORIES =
      Map.of(
          "NotFound", "NOT_FOUND",
          "AlreadyExists", "CONFLICT",
          "InUse", "CONFLICT");

  private static final Set<String> CONFLICTS =
      Set.of(
          "AddressAlreadyAllocated",
          "AddressOwnedByAnother",
          "IdempotencyConflict",
          "RequestedPrefixUnavailable",
          "PrefixOverlap");

  private static final Set<String> EXHAUSTED =
      Set.of("NoAddressAvailable", "NoPrefixAvailable", "QuotaExceeded");

  private Match() {}

  static boolean admits(Expected expected, Answer answer) {
    if (answer instanceof Answer.Ok ok) {
      Object value = expected.value();
      return value != null && same(value, ok.value());
    }
    return answer instanceof Answer.Refused refused
        && expected.refusals().stream().anyMatch(option -> fault(option, refused) == null);
  }

  /** What is wrong with an error where one with this code is right, or null. */
  static @Nullable String fault(Refusal.Option option, Answer.Refused refused) {
    if (!option.code().equals(refused.code())) {
      return "its code is " + refused.code() + " instead of " + option.code();
    }
    if (!category(option.code()).equals(refused.category())) {
      return "its category is " + refused.category() + " instead of " + category(option.code());
    }
    if (refused.retryable()) {
      return "it says that it may be retried, but the same request cannot succeed by itself";
    }
    if (!refused.outcome().equals("NOT_APPLIED")) {
      return "its outcome is " + refused.outcome() + " instead of NOT_APPLIED";
    }
    for (Map.Entry<String, Object> field : option.fields().entrySet()) {
      Object actual = refused.fields().get(field.getKey());
      if (actual == null || !fieldMatches(field.getValue(), actual)) {
        return "its field " + field.getKey() + " is " + actual + " instead of " + field.getValue();
      }
    }
    return null;
  }

  /** The category of an error, as the contract's table has it. */
  static String category(String code) {
    if (CONFLICTS.contains(code)) {
      return "CONFLICT";
    }
    if (EXHAUSTED.contains(code)) {
      return "EXHAUSTED";
    }
    if (code.equals("Unsupported")) {
      return "UNSUPPORTED";
    }
    if (code.equals("AddressNotAllocated")) {
      return "NOT_FOUND";
    }
    return CATEGORIES.entrySet().stream()
        .filter(entry -> code.endsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("INVALID");
  }

  private static boolean fieldMatches(Object wanted, Object actual) {
    if (wanted == Refusal.TEXT) {
      return !actual.toString().isBlank();
    }
    if (wanted instanceof Set<?> any) {
      return any.stream().anyMatch(each -> fieldMatches(each, actual));
    }
    if (wanted instanceof List<?> list) {
      return actual instanceof List<?> other && texts(list).equals(texts(other));
    }
    if (wanted instanceof Number) {
      try {
        return new BigDecimal(wanted.toString()).compareTo(new BigDecimal(actual.toString())) == 0;
      } catch (NumberFormatException e) {
        return false;
      }
    }
    return wanted.toString().equals(actual.toString());
  }

  private static List<String> texts(List<?> values) {
    return values.stream().map(String::valueOf).toList();
  }

  static boolean same(Object expected, Object actual) {
    if (expected instanceof List<?> many && actual instanceof List<?> others) {
      if (many.size() != others.size()) {
        return false;
      }
      for (int i = 0; i < many.size(); i++) {
        if (!same(many.get(i), others.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (expected instanceof Held held && held.token() == 0 && actual instanceof Held other) {
      // Nobody was told the token and the time of an operation whose answer was lost.
      return held.equals(
          new Held(
              other.subnet(),
              other.address(),
              other.owner(),
              held.at(),
              other.kind(),
              0,
              other.key(),
              other.context()));
    }
    if (expected instanceof Fill fill && actual instanceof Fill other) {
      return fill.admits(other);
    }
    return expected.equals(actual);
  }
}
