package dev.ipam.conformance.model;

/**
 * Which token a step names: a number, or one of those that an address had.
 *
 * @param number the token, or 0 for one that the address had
 * @param back how many allocations of the address ago, 0 for the last one
 * @since 0.1
 */
public record TokenWish(long number, int back) {
  /**
   * Names a number.
   *
   * @param number the token
   * @return the wish
   */
  public static TokenWish of(long number) {
    return new TokenWish(number, 0);
  }

  /**
   * Names a token that the address has or had.
   *
   * @param back how many allocations of the address ago
   * @return the wish
   */
  public static TokenWish back(int back) {
    return new TokenWish(0, back);
  }

  /**
   * Reads a wish.
   *
   * @param text what {@link #toString} prints
   * @return the wish
   */
  public static TokenWish parse(String text) {
    return text.startsWith("#")
        ? back(Integer.parseInt(text.substring(1)))
        : of(Long.parseLong(text));
  }

  @Override
  public String toString() {
    return number == 0 ? "#" + back : Long.toString(number);
  }
}
