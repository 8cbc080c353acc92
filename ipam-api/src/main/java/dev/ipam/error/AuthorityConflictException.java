package dev.ipam.error;

/**
 * A change of authority was refused because the store's state is not the expected one.
 *
 * @since 0.1
 */
public final class AuthorityConflictException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String expected;
  private final String actual;

  /**
   * Makes the exception.
   *
   * @param expected the state that was expected, as {@code AuthorityState.text} gives it
   * @param actual the state that holds
   */
  public AuthorityConflictException(String expected, String actual) {
    super(
        Fault.of(
                "AuthorityConflict",
                Category.CONFLICT,
                "The authority was not changed because the store is "
                    + quote(actual)
                    + " and not "
                    + quote(expected)
                    + " as expected; see who else changes it and look again.")
            .with("expected", expected)
            .with("actual", actual));
    this.expected = expected;
    this.actual = actual;
  }

  /**
   * Returns the state that was expected.
   *
   * @return the state as text
   */
  public String expected() {
    return expected;
  }

  /**
   * Returns the state that holds.
   *
   * @return the state as text
   */
  public String actual() {
    return actual;
  }
}
