package dev.ipam.error;

/**
 * A release or a transfer named an owner or a token that is not the one of the allocation.
 *
 * @since 0.1
 */
public final class AddressOwnedByAnotherException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String subnetId;
  private final String address;

  /**
   * Makes the exception.
   *
   * @param subnetId the subnet
   * @param address the address in its canonical text
   */
  public AddressOwnedByAnotherException(String subnetId, String address) {
    super(
        Fault.of(
                "AddressOwnedByAnother",
                Category.CONFLICT,
                "Address "
                    + address
                    + " of subnet "
                    + quote(subnetId)
                    + " is held under another owner or token than the one named, so nothing was changed; look it up again.")
            .with("subnet_id", subnetId)
            .with("address", address));
    this.subnetId = subnetId;
    this.address = address;
  }

  /**
   * Returns the subnet.
   *
   * @return the subnet
   */
  public String subnetId() {
    return subnetId;
  }

  /**
   * Returns the address in its canonical text.
   *
   * @return the address in its canonical text
   */
  public String address() {
    return address;
  }
}
