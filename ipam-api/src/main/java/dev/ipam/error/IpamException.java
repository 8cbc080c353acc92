package dev.ipam.error;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The base of every failure that this library reports.
 *
 * <p>Each documented cause has a subclass with typed fields. What a program needs to react is on
 * this class: the stable {@link #code()}, the {@link #category()}, whether trying again may help
 * ({@link #retryable()}) and whether the operation may have taken effect ({@link #outcome()}). The
 * message is one sentence for a person: what was asked, what stood in the way, what to do. It never
 * holds a secret.
 *
 * <p>Drivers throw the subclasses of this package and nothing else.
 *
 * @since 0.1
 */
public abstract class IpamException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 80;

  private final String code;
  private final Category category;
  private final boolean retryable;
  private final Outcome outcome;
  private final transient Map<String, Object> fields;

  IpamException(Fault fault) {
    this(fault, null);
  }

  IpamException(Fault fault, @Nullable Throwable cause) {
    super(fault.message, cause);
    this.code = fault.code;
    this.category = fault.category;
    this.retryable = fault.retryable;
    this.outcome = fault.outcome;
    this.fields = Collections.unmodifiableMap(fault.fields);
  }

  /**
   * Returns the stable name of the cause, for example {@code SubnetNotFound}; it does not change
   * between versions.
   *
   * @return the code
   */
  public final String code() {
    return code;
  }

  /**
   * Returns the kind of failure.
   *
   * @return the category
   */
  public final Category category() {
    return category;
  }

  /**
   * Says whether the cause is transient, so that the same request may succeed later.
   *
   * @return {@code true} where trying again may help
   */
  public final boolean retryable() {
    return retryable;
  }

  /**
   * Says what is known about the effect of the failed operation.
   *
   * @return the outcome
   */
  public final Outcome outcome() {
    return outcome;
  }

  /**
   * Returns the identifiers involved, by names in lower_snake_case: strings, numbers, and lists of
   * strings.
   *
   * @return an unmodifiable map in a fixed order
   */
  public final Map<String, Object> fields() {
    return fields == null ? Map.of() : fields;
  }

  /** Quotes text that may come from outside: shortened, without control characters. */
  static String quote(@Nullable String text) {
    if (text == null) {
      return "(none)";
    }
    String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    return '"' + Printable.text(shown) + '"';
  }

  static String quoteAll(Collection<String> ids) {
    String shown =
        ids.stream().limit(8).map(IpamException::quote).collect(Collectors.joining(", "));
    return ids.size() <= 8 ? shown : shown + " and " + (ids.size() - 8) + " more";
  }

  static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
