package dev.ipam.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The table of errors in the contract. */
final class ErrorTable {
  static final String FURTHER = "…";

  private static final Path DOCUMENT = Path.of("../docs/contract.md");
  private static final Pattern CODE = Pattern.compile("`([A-Z][A-Za-z]+)`");

  /** One occasion's fields. */
  record Fields(List<String> names) {
    /** Says whether an error with these fields is of this occasion. */
    boolean fit(Iterable<String> present) {
      List<String> left = new ArrayList<>();
      present.forEach(left::add);
      boolean further = names.contains(FURTHER);
      for (String name : names) {
        boolean there = left.remove(name.replace("?", ""));
        if (!there && !name.endsWith("?") && !name.equals(FURTHER)) {
          return false;
        }
      }
      return further || left.isEmpty();
    }

    boolean fitWithAll(Iterable<String> present) {
      return new Fields(names.stream().map(name -> name.replace("?", "")).toList()).fit(present);
    }
  }

  /** One code. */
  record Row(
      String code,
      Category category,
      boolean retryable,
      boolean mayBeUnknown,
      boolean isUnknown,
      boolean comesLater,
      List<Fields> occasions) {}

  private ErrorTable() {}

  static Map<String, Row> read() throws IOException {
    Map<String, Row> rows = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(DOCUMENT);
    int start = lines.indexOf("| code | category | retryable | when | fields |");
    assertThat(start).as("the table in %s", DOCUMENT).isPositive();
    for (String line : lines.subList(start + 2, lines.size())) {
      if (line.isEmpty()) {
        return rows;
      }
      String[] cells = line.substring(1, line.length() - 1).split("\\|", -1);
      assertThat(cells).as(line).hasSize(5);
      for (String code : CODE.matcher(cells[0]).results().map(ErrorTable::name).toList()) {
        assertThat(rows.put(code, row(code, cells))).as("rows of %s", code).isNull();
      }
    }
    throw new AssertionError("the table has no end");
  }

  private static String name(MatchResult found) {
    return found.group(1);
  }

  private static Row row(String code, String[] cells) {
    return new Row(
        code,
        Category.valueOf(cells[1].strip()),
        cells[2].strip().startsWith("yes"),
        cells[3].contains("**outcome may be UNKNOWN**"),
        cells[3].contains("**outcome is UNKNOWN**"),
        cells[0].contains("*"),
        Arrays.stream(cells[4].split(" or ", -1))
            .map(names -> new Fields(List.of(names.strip().split(", ", -1))))
            .toList());
  }
}
