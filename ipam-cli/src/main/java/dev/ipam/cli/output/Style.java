package dev.ipam.cli.output;

/**
 * How text for people may look.
 *
 * @param colour whether escape sequences may be used
 */
public record Style(boolean colour) {
  /** No escape sequences. */
  public static final Style PLAIN = new Style(false);

  /**
   * Makes a text stand out.
   *
   * @param text the text
   * @return the text, in bold where that can be shown
   */
  public String bold(String text) {
    return wrap("1", text);
  }

  /**
   * Makes a text recede.
   *
   * @param text the text
   * @return the text, dimmed where that can be shown
   */
  public String dim(String text) {
    return paint(Colour.DIM, text);
  }

  /**
   * Colours a text.
   *
   * @param colour the colour
   * @param text the text
   * @return the text, in the colour where that can be shown
   */
  public String paint(Colour colour, String text) {
    return text.isEmpty() ? text : wrap(colour.code(), text);
  }

  private String wrap(String code, String text) {
    return colour ? "\033[" + code + "m" + text + "\033[0m" : text;
  }
}
