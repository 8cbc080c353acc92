package dev.ipam.cli.output;

import java.io.PrintWriter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One JSON document: an array with an object a line, or one object. */
final class JsonOutput implements Output {
  private final PrintWriter out;

  JsonOutput(PrintWriter out) {
    this.out = out;
  }

  @Override
  public <T> void list(List<Column<T>> columns, Stream<T> rows) {
    out.write('[');
    String before = "\n";
    for (Iterator<T> each = rows.iterator(); each.hasNext(); ) {
      out.write(before);
      out.write("  ");
      out.write(Json.compact(fields(columns, each.next())));
      before = ",\n";
    }
    out.write("\n]\n");
  }

  @Override
  public <T> void one(List<Column<T>> columns, T thing) {
    out.write(Json.pretty(fields(columns, thing)));
    out.write('\n');
  }

  @Override
  public void say(String sentence) {}

  private static <T> Map<String, @Nullable Object> fields(List<Column<T>> columns, T row) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    columns.forEach(column -> fields.put(column.name(), column.in(row)));
    return fields;
  }
}
