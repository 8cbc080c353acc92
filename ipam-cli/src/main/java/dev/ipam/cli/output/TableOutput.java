package dev.ipam.cli.output;

import dev.ipam.error.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Aligned columns. The first rows decide the widths, so that a listing of millions starts at once
 * and is never held in memory.
 */
final class TableOutput implements Output {
  private static final int MEASURED_ROWS = 2_000;
  private static final String GAP = "  ";

  private final PrintWriter out;
  private final Style style;

  TableOutput(PrintWriter out, Style style) {
    this.out = out;
    this.style = style;
  }

  @Override
  public <T> void list(List<Column<T>> columns, Stream<T> rows) {
    List<Column<T>> shown = columns.stream().filter(Column::inTables).toList();
    Iterator<T> each = rows.iterator();
    List<List<@Nullable Object>> first = new ArrayList<>();
    while (each.hasNext() && first.size() < MEASURED_ROWS) {
      first.add(cells(shown, each.next()));
    }
    int[] widths = widths(shown, first);
    boolean[] right = numeric(shown, first);
    List<String> titles = shown.stream().map(Column::title).toList();
    out.println(style.bold(line(titles, widths, right)));
    first.forEach(cells -> out.println(line(texts(cells), widths, right)));
    while (each.hasNext()) {
      out.println(line(texts(cells(shown, each.next())), widths, right));
    }
  }

  @Override
  public <T> void one(List<Column<T>> columns, T thing) {
    List<Column<T>> shown = columns.stream().filter(Column::inTables).toList();
    int width = shown.stream().mapToInt(column -> column.label().length()).max().orElse(0);
    for (Column<T> column : shown) {
      String text = Printable.text(Values.text(column.in(thing)));
      String label = column.label() + " ".repeat(width - column.label().length());
      out.println((style.bold(label) + GAP + (text.isEmpty() ? "-" : text)).stripTrailing());
    }
  }

  @Override
  public void say(String sentence) {
    out.println(Printable.text(sentence));
  }

  private static <T> List<@Nullable Object> cells(List<Column<T>> columns, T row) {
    List<@Nullable Object> cells = new ArrayList<>(columns.size());
    columns.forEach(column -> cells.add(column.in(row)));
    return cells;
  }

  private static List<String> texts(List<@Nullable Object> cells) {
    List<String> texts = new ArrayList<>(cells.size());
    for (Object cell : cells) {
      String text = Printable.text(Values.text(cell));
      texts.add(text.isEmpty() ? "-" : text);
    }
    return texts;
  }

  private static <T> int[] widths(List<Column<T>> columns, List<List<@Nullable Object>> rows) {
    int[] widths = columns.stream().mapToInt(column -> column.title().length()).toArray();
    for (List<@Nullable Object> row : rows) {
      List<String> texts = texts(row);
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], length(texts.get(i)));
      }
    }
    return widths;
  }

  private static <T> boolean[] numeric(List<Column<T>> columns, List<List<@Nullable Object>> rows) {
    boolean[] numeric = new boolean[columns.size()];
    for (int i = 0; i < numeric.length; i++) {
      int column = i;
      numeric[i] =
          !rows.isEmpty() && rows.stream().allMatch(row -> row.get(column) instanceof Number);
    }
    return numeric;
  }

  private static String line(List<String> texts, int[] widths, boolean[] right) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String space = " ".repeat(Math.max(0, widths[i] - length(texts.get(i))));
      line.append(i == 0 ? "" : GAP);
      line.append(right[i] ? space + texts.get(i) : texts.get(i) + space);
    }
    return line.toString().stripTrailing();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
