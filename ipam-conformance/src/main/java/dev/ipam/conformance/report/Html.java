package dev.ipam.conformance.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes a page of elements. Whatever is not a name of an element or attribute is escaped, so that
 * no text of a driver can become markup. What it writes is XML as well.
 */
final class Html {
  private final StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");
  private final Deque<String> open = new ArrayDeque<>();

  /** Opens an element; attributes are names and values in turn. */
  Html open(String element, String... attributes) {
    start(element, attributes);
    out.append('>');
    open.push(element);
    return this;
  }

  Html close() {
    out.append("</").append(open.pop()).append(">");
    return this;
  }

  /** An element that has no content. */
  Html empty(String element, String... attributes) {
    start(element, attributes);
    out.append(" />");
    return this;
  }

  Html element(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close();
  }

  Html text(String text) {
    escape(text);
    return this;
  }

  /** Text in which {@code `x`} is code, as the contract writes it. */
  Html prose(String markdown) {
    String[] parts = markdown.split("`", -1);
    boolean paired = parts.length % 2 == 1;
    for (int i = 0; i < parts.length; i++) {
      if (paired && i % 2 == 1) {
        element("code", parts[i]);
      } else {
        text(i == 0 || paired ? parts[i] : "`" + parts[i]);
      }
    }
    return this;
  }

  /** A style sheet of our own: in HTML its text is not read as having escapes. */
  Html style(String sheet) {
    if (sheet.contains("<") || sheet.contains("&")) {
      throw new IllegalArgumentException("a style sheet cannot hold < or & here");
    }
    open("style");
    out.append(sheet);
    return close();
  }

  Html newLine() {
    out.append('\n');
    return this;
  }

  /** Returns the page. */
  String done() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not closed: " + open);
    }
    return out.append('\n').toString();
  }

  private void start(String element, String... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
  }
}
