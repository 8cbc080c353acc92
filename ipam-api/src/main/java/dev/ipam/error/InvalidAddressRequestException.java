package dev.ipam.error;

import org.jspecify.annotations.Nullable;

/**
 * An address request contradicts the subnet that it names, or exceeds a limit of the driver.
 *
 * @since 0.1
 */
public final class InvalidAddressRequestException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String subnetId;
  private final String reason;

  /**
   * Makes the exception.
   *
   * @param subnetId the subnet, or {@code null} where the request alone is at fault
   * @param reason what stood in the way, a clause without a full stop
   */
  public InvalidAddressRequestException(@Nullable String subnetId, String reason) {
    super(
        Fault.of(
                "InvalidAddressRequest",
                Category.INVALID,
                (subnetId == null
                        ? "The address request"
                        : "The address request for subnet " + quote(subnetId))
                    + " was refused: "
                    + reason
                    + ".")
            .with("subnet_id", subnetId)
            .with("reason", reason));
    this.subnetId = subnetId;
    this.reason = reason;
  }

  /**
   * Returns the subnet, or {@code null} where the request alone is at fault.
   *
   * @return the subnet, or {@code null} where the request alone is at fault
   */
  public @Nullable String subnetId() {
    return subnetId;
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
