package dev.ipam.conformance.report;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** What the parts of the page have in common: marks of statuses, bars, durations. */
final class Marks {
  private Marks() {}

  /** The name that style sheet and choice know a status by. */
  static String name(Status status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String sign(Status status) {
    return switch (status) {
      case PASSED -> "✓";
      case FAILED -> "✗";
      case NOT_APPLICABLE -> "–";
      case KNOWN_GAP -> "!";
      case NOT_PROVEN -> "?";
      case ELSEWHERE -> "·";
    };
  }

  /** The sign is for those who see colours alike, the words for everybody. */
  static void status(Html html, Status status) {
    html.open("span", "class", "status " + name(status));
    html.element("span", sign(status), "class", "sign", "aria-hidden", "true");
    html.text(status.label()).close();
  }

  /** How the statuses share a whole, as wide as they are many. */
  static void bar(Html html, Map<Status, Integer> counts) {
    html.open("span", "class", "bar", "aria-hidden", "true");
    counts.forEach(
        (status, count) -> {
          if (count > 0) {
            html.element("i", "", "class", name(status), "style", "flex-grow:" + count);
          }
        });
    html.close();
  }

  static String tally(Map<Status, Integer> counts) {
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (status, count) -> {
          if (count > 0) {
            text.append(text.isEmpty() ? "" : ", ").append(count).append(' ');
            text.append(status.label());
          }
        });
    return text.toString();
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202f');
  }

  static String duration(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 120_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
  }
}
