package dev.ipam.measure;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What several measurements of one thing gave.
 *
 * @param low the lowest
 * @param median the median
 * @param high the highest
 */
public record Spread(double low, double median, double high) {
  /**
   * Takes the lowest, the median and the highest of something.
   *
   * @param <T> what the values are taken from
   * @param items at least one
   * @param value takes a value
   * @return the spread
   * @throws IllegalArgumentException if there is none
   */
  public static <T> Spread of(List<T> items, ToDoubleFunction<? super T> value) {
    return of(items.stream().mapToDouble(value).toArray());
  }

  /**
   * Takes the lowest, the median and the highest of some values.
   *
   * @param values at least one
   * @return the spread
   * @throws IllegalArgumentException if there is none
   */
  public static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("There is no spread of nothing.");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }
}
