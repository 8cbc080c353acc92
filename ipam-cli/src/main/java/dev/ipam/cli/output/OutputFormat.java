package dev.ipam.cli.output;

import dev.ipam.cli.text.Texts;
import java.io.PrintWriter;
import picocli.CommandLine.TypeConversionException;

/** The formats that {@code -o} chooses from; their names are what one writes after it. */
public enum OutputFormat {
  /** Aligned columns for people. */
  TABLE,
  /** One JSON document. */
  JSON,
  /** Comma-separated values, RFC 4180. */
  CSV;

  /**
   * Reads a format's name.
   *
   * @param text the name, in lower case
   * @return the format
   */
  public static OutputFormat named(String text) {
    return switch (text) {
      case "table" -> TABLE;
      case "json" -> JSON;
      case "csv" -> CSV;
      default ->
          throw new TypeConversionException(
              "'" + Texts.quotable(text) + "' is not one of table, json, csv");
    };
  }

  /**
   * Opens this format.
   *
   * @param out where it is written
   * @param style how text for people may look
   * @return the output
   */
  public Output on(PrintWriter out, Style style) {
    return switch (this) {
      case TABLE -> new TableOutput(out, style);
      case JSON -> new JsonOutput(out);
      case CSV -> new CsvOutput(out);
    };
  }
}
