package dev.ipam.error;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an {@link IpamException} is made from: its code, category and identifiers. */
final class Fault {
  final String code;
  final Category category;
  final String message;
  final Map<String, Object> fields = new LinkedHashMap<>();
  boolean retryable;
  Outcome outcome = Outcome.NOT_APPLIED;

  private Fault(String code, Category category, String message) {
    this.code = code;
    this.category = category;
    this.message = message;
  }

  static Fault of(String code, Category category, String message) {
    return new Fault(code, category, message);
  }

  /** Adds an identifier; one that is {@code null} is left out. */
  Fault with(String name, @Nullable Object value) {
    if (value instanceof Collection<?> many) {
      fields.put(name, List.copyOf(many));
    } else if (value instanceof Number number) {
      fields.put(name, number);
    } else if (value != null) {
      fields.put(name, value.toString());
    }
    return this;
  }

  Fault withAll(Map<String, Object> values) {
    values.forEach(this::with);
    return this;
  }

  Fault retry() {
    retryable = true;
    return this;
  }

  Fault outcome(Outcome known) {
    outcome = known;
    return this;
  }
}
