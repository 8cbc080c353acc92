package dev.ipam.cli.output;

import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One column of a result.
 *
 * @param <T> what a row is made from
 * @param name its name in JSON and CSV, in lower_snake_case
 * @param inTables whether tables for people show it too
 * @param value takes the value out of a row: text, a number, a boolean, a {@code null}, a list or a
 *     map of such, or anything else by its text
 */
public record Column<T>(
    String name, boolean inTables, Function<? super T, ? extends @Nullable Object> value) {

  /**
   * Makes a column that everybody sees.
   *
   * @param <T> what a row is made from
   * @param name its name
   * @param value takes the value out of a row
   * @return the column
   */
  public static <T> Column<T> shown(
      String name, Function<? super T, ? extends @Nullable Object> value) {
    return new Column<>(name, true, value);
  }

  /**
   * Makes a column for programs only.
   *
   * @param <T> what a row is made from
   * @param name its name
   * @param value takes the value out of a row
   * @return the column
   */
  public static <T> Column<T> forPrograms(
      String name, Function<? super T, ? extends @Nullable Object> value) {
    return new Column<>(name, false, value);
  }

  /**
   * Shows one thing's value beside rows of another kind.
   *
   * @param <R> what a row is made from
   * @param thing the thing
   * @return the column, which shows the same in every row
   */
  public <R> Column<R> of(T thing) {
    return new Column<>(name, inTables, row -> value.apply(thing));
  }

  String title() {
    return name.replace('_', ' ').toUpperCase(Locale.ROOT);
  }

  String label() {
    return name.replace('_', ' ');
  }

  @Nullable Object in(T row) {
    return value.apply(row);
  }
}
