package dev.ipam.error;

/**
 * A value is malformed or contradicts itself, and was refused when it was to be built.
 *
 * <p>The {@link #code()} says which kind of value: {@code MalformedAddress}, {@code HostBitsSet}
 * and so on; the contract lists them.
 *
 * @since 0.1
 */
public final class InvalidValueException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String input;

  /**
   * Makes the exception.
   *
   * @param code the stable name of the cause
   * @param message one sentence that quotes the input and says what is wrong with it
   * @param input the refused text, shortened where it is long
   */
  public InvalidValueException(String code, String message, String input) {
    super(Fault.of(code, Category.INVALID, message).with("input", input));
    this.input = input;
  }

  /**
   * Returns the text that was refused.
   *
   * @return the input, shortened where it is long
   */
  public String input() {
    return input;
  }
}
