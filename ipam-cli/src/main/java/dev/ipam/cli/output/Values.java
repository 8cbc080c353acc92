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
}
