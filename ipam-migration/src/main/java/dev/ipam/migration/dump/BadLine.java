package dev.ipam.migration.dump;

import dev.ipam.error.Printable;

/** What is wrong with a line; which it is, is added by who counts them. */
final class BadLine extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 80;

  final String reason;

  BadLine(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  static String quote(String text) {
    String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    return '"' + Printable.text(shown) + '"';
  }
}
