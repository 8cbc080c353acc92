package dev.ipam.conformance.vectors;

import dev.ipam.error.IpamException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an operation answers: a value, or an error of one of some codes. */
sealed interface Answer {
  /** The value, {@code null} where there is nothing to return. */
  record Value(@Nullable Object value) implements Answer {
    private static final int SHOWN = 400;

    @Override
    public String toString() {
      String text = String.valueOf(value);
      return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
  }

  /**
   * An error; where the record does not tell which of ours it is, one of several.
   *
   * @param codes its code, or those that it may have
   * @param said its sentence, or null: for whoever looks for the reason, never compared
   */
  record Refused(Set<String> codes, @Nullable String said) implements Answer {
    public Refused {
      codes = Set.copyOf(codes);
    }

    Refused(Set<String> codes) {
      this(codes, null);
    }

    @Override
    public String toString() {
      String text = "refused with " + String.join(" or ", new TreeSet<>(codes));
      return said == null ? text : text + ": " + said;
    }
  }

  /** An error that is none of the contract's. */
  record Broken(String error) implements Answer {
    @Override
    public String toString() {
      return "broke with " + error;
    }
  }

  static Answer value(@Nullable Object value) {
    return new Value(value);
  }

  static Answer refused(String... codes) {
    return new Refused(Set.of(codes));
  }

  /** Runs an operation and returns its answer. */
  static Answer of(Supplier<? extends @Nullable Object> operation) {
    try {
      return new Value(operation.get());
    } catch (IpamException e) {
      return new Refused(Set.of(e.code()), e.getMessage());
    } catch (RuntimeException e) {
      return new Broken(e.toString());
    }
  }

  /** Whether an actual answer is this one. */
  default boolean accepts(Answer actual) {
    if (this instanceof Refused expected && actual instanceof Refused refused) {
      return expected.codes.containsAll(refused.codes);
    }
    return this instanceof Value expected
        && actual instanceof Value returned
        && Objects.equals(expected.value, returned.value);
  }
}
