package dev.ipam.request;

import dev.ipam.error.InvalidValueException;
import dev.ipam.error.Printable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The checks that the values of this package share. */
final class Checks {
  static final int MAX_ID_LENGTH = 255;
  static final Duration MAX_REST = Duration.ofDays(36_525);

  private static final int SHOWN = 60;

  private Checks() {}

  /** Accepts 1 to 255 characters without control characters and without white space at the ends. */
  static String id(String what, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      throw invalid(what, "", "is empty; give 1 to 255 characters");
    }
    if (text.length() > MAX_ID_LENGTH) {
      throw invalid(what, text, "has " + text.length() + " characters; at most 255 are allowed");
    }
    if (isWhiteSpace(text.codePointAt(0)) || isWhiteSpace(text.codePointBefore(text.length()))) {
      throw invalid(what, text, "begins or ends with white space; remove it");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        throw invalid(what, text, "holds a control character; remove it");
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw invalid(what, text, "is not well-formed Unicode; correct it");
        }
        i++;
      }
    }
    return text;
  }

  /** No-break spaces are white space too, and look like it. */
  private static boolean isWhiteSpace(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
  }

  static @Nullable String optionalId(String what, @Nullable String text) {
    return text == null ? null : id(what, text);
  }

  static Duration rest(Duration rest) {
    if (rest.isNegative() || rest.compareTo(MAX_REST) > 0 || rest.toNanosPart() % 1_000_000 != 0) {
      throw new InvalidValueException(
          "InvalidDuration",
          "Rest time \""
              + rest
              + "\" cannot be used: give whole milliseconds between zero and 36525 days.",
          rest.toString());
    }
    return rest;
  }

  private static InvalidValueException invalid(String what, String text, String why) {
    String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    shown = Printable.text(shown);
    String named = text.isEmpty() ? "The " + what : "The " + what + " \"" + shown + "\"";
    return new InvalidValueException("InvalidIdentifier", named + " " + why + ".", shown);
  }
}
