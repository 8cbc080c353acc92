package dev.ipam.cli.output;

import java.util.List;
import java.util.stream.Stream;

/** Where a command puts its result; each format has its own. */
public interface Output {
  /**
   * Shows many things, in bounded memory.
   *
   * @param <T> what a row is made from
   * @param columns the columns
   * @param rows the rows, read once; the caller closes the stream
   */
  <T> void list(List<Column<T>> columns, Stream<T> rows);

  /**
   * Shows one thing.
   *
   * @param <T> what it is made from
   * @param columns its fields
   * @param thing the thing
   */
  <T> void one(List<Column<T>> columns, T thing);

  /**
   * Says a sentence to a person; formats for programs leave it out.
   *
   * @param sentence the sentence
   */
  void say(String sentence);
}
