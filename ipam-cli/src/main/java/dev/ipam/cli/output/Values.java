package dev.ipam.cli.output;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as text. */
final class Values {
  private Values() {}

  /** One line of text; a range is written with a dash, a list with spaces. */
  static String text(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Values::text).collect(Collectors.joining(" "));
    }
    if (value instanceof Map<?, ?> map) {
      return map.values().stream().map(Values::text).collect(Collectors.joining("-"));
    }
    return value.toString();
  }

  /** Text from a driver or a store must not steer the terminal. */
  static String printable(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) || isDirectional(c) ? '?' : c)
        .forEach(safe::appendCodePoint);
    return safe.toString();
  }

  private static boolean isDirectional(int c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  }
}
