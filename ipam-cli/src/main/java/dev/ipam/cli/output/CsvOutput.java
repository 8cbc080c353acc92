package dev.ipam.cli.output;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Comma-separated values as in RFC 4180: a header, CRLF line ends, quotes where needed. */
final class CsvOutput implements Output {
  private final PrintWriter out;

  CsvOutput(PrintWriter out) {
    this.out = out;
  }

  @Override
  public <T> void list(List<Column<T>> columns, Stream<T> rows) {
    line(columns.stream().map(Column::name));
    rows.forEach(row -> line(columns.stream().map(column -> Values.text(column.in(row)))));
  }

  @Override
  public <T> void one(List<Column<T>> columns, T thing) {
    list(columns, Stream.of(thing));
  }

  @Override
  public void say(String sentence) {}

  private void line(Stream<String> fields) {
    out.write(fields.map(CsvOutput::field).collect(Collectors.joining(",")));
    out.write("\r\n");
  }

  private static String field(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
