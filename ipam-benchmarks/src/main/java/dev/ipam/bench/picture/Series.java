package dev.ipam.bench.picture;

import java.util.List;

/**
 * One line of a chart.
 *
 * @param label what it is
 * @param points its points, by x
 * @param seenElsewhere whether it was not measured in this run: it is dashed then
 */
public record Series(String label, List<Point> points, boolean seenElsewhere) {
  /** A point. */
  public record Point(double x, double y) {}

  /** Copies the points. */
  public Series {
    points = List.copyOf(points);
  }

  /** A line that was measured in this run. */
  public static Series measured(String label, List<Point> points) {
    return new Series(label, points, false);
  }
}
