package dev.ipam.error;

/**
 * A migration was refused or given up; the source is the authority still.
 *
 * @since 0.1
 */
public final class MigrationRefusedException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String from;
  private final String to;
  private final String reason;

  /**
   * Makes the exception.
   *
   * @param from the source, as driver and store id
   * @param to the target, likewise
   * @param reason what stands in the way and what to do, as the end of a sentence
   */
  public MigrationRefusedException(String from, String to, String reason) {
    super(
        Fault.of(
                "MigrationRefused",
                Category.CONFLICT,
                "The migration from "
                    + quote(from)
                    + " to "
                    + quote(to)
                    + " stopped: "
                    + reason
                    + ".")
            .with("from", from)
            .with("to", to)
            .with("reason", reason));
    this.from = from;
    this.to = to;
    this.reason = reason;
  }

  /**
   * Returns the source.
   *
   * @return the source, as driver and store id
   */
  public String from() {
    return from;
  }

  /**
   * Returns the target.
   *
   * @return the target, as driver and store id
   */
  public String to() {
    return to;
  }

  /**
   * Returns what stands in the way.
   *
   * @return the reason
   */
  public String reason() {
    return reason;
  }
}
