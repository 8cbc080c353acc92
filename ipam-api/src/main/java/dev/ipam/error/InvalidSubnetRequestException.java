package dev.ipam.error;

import org.jspecify.annotations.Nullable;

/**
 * A request to create or change a subnet, a subnet pool or an address scope contradicts itself or
 * what it refers to.
 *
 * @since 0.1
 */
public final class InvalidSubnetRequestException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String subject;
  private final String reason;

  /**
   * Makes the exception.
   *
   * @param subject what the request is about, for example {@code subnet "a"}
   * @param reason what stood in the way, a clause without a full stop
   */
  public InvalidSubnetRequestException(@Nullable String subject, String reason) {
    super(
        Fault.of(
                "InvalidSubnetRequest",
                Category.INVALID,
                "The request"
                    + (subject == null ? "" : " for " + subject)
                    + " was refused: "
                    + reason
                    + ".")
            .with("subject", subject)
            .with("reason", reason));
    this.subject = subject;
    this.reason = reason;
  }

  /**
   * Returns what the request is about, for example {@code subnet "a"}.
   *
   * @return what the request is about, for example {@code subnet "a"}
   */
  public @Nullable String subject() {
    return subject;
  }

  /**
   * Returns what stood in the way.
   *
   * @return what stood in the way
   */
  public String reason() {
    return reason;
  }
}
