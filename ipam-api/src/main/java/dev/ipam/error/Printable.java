package dev.ipam.error;

/**
 * Text of unknown origin as a message, or a terminal, may show it: nothing in it steers a terminal,
 * and nothing makes it look like another text.
 *
 * @since 0.1
 */
public final class Printable {
  private Printable() {}

  /**
   * Replaces each control character, separator of lines, formatting character (such as those that
   * turn the direction of writing) and half of a character by a question mark.
   *
   * @param text the text
   * @return the text without them, as long as before in code points
   */
  public static String text(String text) {
    if (text.codePoints().allMatch(Printable::isPrintable)) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().map(c -> isPrintable(c) ? c : '?').forEach(safe::appendCodePoint);
    return safe.toString();
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
