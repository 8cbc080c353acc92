package dev.ipam.cli.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a plan file as it was written, with its line. */
sealed interface Node {
  /** The line, from 1. */
  int line();

  /** A text; {@code null} where nothing was written, or the word {@code null} without quotes. */
  record Scalar(int line, @Nullable String text) implements Node {}

  /** A list. */
  record Sequence(int line, List<Node> elements) implements Node {}

  /** Keys and values in the order of the file; a key may stand there twice. */
  record Mapping(int line, List<Entry> entries) implements Node {}

  /** One key of a {@link Mapping}. */
  record Entry(int line, String key, Node value) {}
}
