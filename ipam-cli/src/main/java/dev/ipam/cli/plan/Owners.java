package dev.ipam.cli.plan;

import dev.ipam.error.InvalidValueException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Expands {@code srv-01..40} to {@code srv-01} up to {@code srv-40}. */
final class Owners {
  private static final int MOST = 100_000;
  private static final Pattern RANGE = Pattern.compile("(.*?)(\\d{1,6})\\.\\.(\\d{1,6})(.*)");

  private Owners() {}

  static List<String> expand(String text) {
    Matcher range = RANGE.matcher(text);
    if (!range.matches()) {
      return List.of(text);
    }
    String first = range.group(2);
    int from = Integer.parseInt(first);
    int to = Integer.parseInt(range.group(3));
    if (to < from || to - from >= MOST) {
      throw new InvalidValueException(
          "InvalidOwners",
          MappingReader.quote(text)
              + " is not a range of owners: it must ascend and have at most "
              + MOST
              + " elements.",
          MappingReader.quote(text));
    }
    String form = "%0" + first.length() + "d";
    return IntStream.rangeClosed(from, to)
        .mapToObj(number -> range.group(1) + form.formatted(number) + range.group(4))
        .toList();
  }
}
