package dev.ipam.bench.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A chart of lines, as SVG. */
public final class Chart {
  private static final int WIDTH = 820;
  private static final int HEIGHT = 520;
  private static final int LEFT = 80;
  private static final int TOP = 60;
  private static final int RIGHT = 250;
  private static final int BOTTOM = 60;
  private static final int LINE = 18;
  private static final List<String> COLOURS =
      List.of(
          "#0b5fa5", "#d1495b", "#2e8b57", "#8f5aa8", "#c47f17", "#3b8ea5", "#7a7a7a", "#99582a");

  private final String title;
  private final String subtitle;
  private final Axis x;
  private final Axis y;
  private final List<Series> series;

  private Chart(String title, String subtitle, Axis x, Axis y, List<Series> series) {
    this.title = title;
    this.subtitle = subtitle;
    this.x = x;
    this.y = y;
    this.series = series;
  }

  /**
   * Makes a chart whose vertical axis is logarithmic.
   *
   * @param title what it shows
   * @param subtitle where and when that was measured
   * @param xLabel what the horizontal axis counts
   * @param xLogarithmic whether it is logarithmic
   * @param yLabel what the vertical axis counts
   * @param series the lines, with at least one point in all
   */
  public static Chart of(
      String title,
      String subtitle,
      String xLabel,
      boolean xLogarithmic,
      String yLabel,
      List<Series> series) {
    return new Chart(
        title,
        subtitle,
        axis(xLabel, xLogarithmic, series, Series.Point::x),
        axis(yLabel, true, series, Series.Point::y),
        List.copyOf(series));
  }

  private static Axis axis(
      String label,
      boolean logarithmic,
      List<Series> series,
      ToDoubleFunction<Series.Point> coordinate) {
    double[] values =
        series.stream().flatMap(each -> each.points().stream()).mapToDouble(coordinate).toArray();
    double least = Double.MAX_VALUE;
    double most = -Double.MAX_VALUE;
    for (double value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    if (values.length == 0) {
      throw new IllegalArgumentException("There is nothing to draw for " + label);
    }
    return Axis.of(label, logarithmic, least, most);
  }

  /** Draws it. */
  public String svg() {
    List<String> lines = new ArrayList<>();
    lines.add(
        text(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-size=\"12\""
                + " font-family=\"sans-serif\" role=\"img\">",
            WIDTH, HEIGHT));
    lines.add("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
    lines.add(text("<text x=\"%d\" y=\"26\" font-size=\"17\">%s</text>", LEFT, escaped(title)));
    lines.add(text("<text x=\"%d\" y=\"44\" fill=\"#555555\">%s</text>", LEFT, escaped(subtitle)));
    axes(lines);
    for (int i = 0; i < series.size(); i++) {
      line(lines, series.get(i), COLOURS.get(i % COLOURS.size()), i);
    }
    lines.add("</svg>");
    return String.join("\n", lines) + "\n";
  }

  private void axes(List<String> lines) {
    int bottom = HEIGHT - BOTTOM;
    int right = WIDTH - RIGHT;
    for (double tick : x.ticks()) {
      lines.add(rule(across(tick), TOP, across(tick), bottom));
      lines.add(label(across(tick), bottom + LINE, "middle", Axis.text(tick)));
    }
    for (double tick : y.ticks()) {
      lines.add(rule(LEFT, up(tick), right, up(tick)));
      lines.add(label(LEFT - 6, up(tick) + 4, "end", Axis.text(tick)));
    }
    lines.add(label((LEFT + right) / 2.0, HEIGHT - 16, "middle", x.label()));
    lines.add(
        text(
            "<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
            (TOP + bottom) / 2, escaped(y.label())));
  }

  private void line(List<String> lines, Series one, String colour, int row) {
    List<String> points = new ArrayList<>();
    for (Series.Point point : one.points()) {
      points.add(text("%.1f,%.1f", across(point.x()), up(point.y())));
      lines.add(
          text(
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>",
              across(point.x()), up(point.y()), colour));
    }
    String dashes = one.seenElsewhere() ? " stroke-dasharray=\"6 4\"" : "";
    lines.add(
        text(
            "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s points=\"%s\"/>",
            colour, dashes, String.join(" ", points)));
    int at = TOP + 8 + row * 2 * LINE;
    int left = WIDTH - RIGHT + 14;
    lines.add(
        text(
            "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\"%s/>",
            left, at, left + 24, at, colour, dashes));
    lines.add(label(left + 30, at + 4, "start", one.label()));
    if (one.seenElsewhere()) {
      lines.add(label(left + 30, at + 4 + 14, "start", "not measured in this run"));
    }
  }

  private double across(double value) {
    return LEFT + x.place(value) * (WIDTH - RIGHT - LEFT);
  }

  private double up(double value) {
    return HEIGHT - BOTTOM - y.place(value) * (HEIGHT - BOTTOM - TOP);
  }

  private static String rule(double x1, double y1, double x2, double y2) {
    return text(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>",
        x1, y1, x2, y2);
  }

  private static String label(double x, double y, String anchor, String words) {
    return text(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, escaped(words));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
