package dev.ipam.error;

/**
 * What was to be imported is damaged, foreign, of a newer version, or nothing that a store could
 * hold.
 *
 * @since 0.1
 */
public final class InvalidDumpException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String position;
  private final String reason;

  /**
   * Makes the exception.
   *
   * @param position the line or record, for example {@code line 17}
   * @param reason what is wrong with it, a clause without a full stop
   */
  public InvalidDumpException(String position, String reason) {
    super(
        Fault.of(
                "InvalidDump",
                Category.INVALID,
                "The dump cannot be imported: "
                    + position
                    + ": "
                    + reason
                    + "; nothing was imported. Take another copy, or export again.")
            .with("position", position)
            .with("reason", reason));
    this.position = position;
    this.reason = reason;
  }

  /**
   * Returns where the fault is.
   *
   * @return the line or record
   */
  public String position() {
    return position;
  }

  /**
   * Returns what is wrong.
   *
   * @return a clause without a full stop
   */
  public String reason() {
    return reason;
  }
}
