package dev.ipam.error;

/**
 * An allocation was named that the store does not hold.
 *
 * @since 0.1
 */
public final class AddressNotAllocatedException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String subnetId;
  private final String address;

  /**
   * Makes the exception.
   *
   * @param subnetId the subnet
   * @param address the address in its canonical text
   */
  public AddressNotAllocatedException(String subnetId, String address) {
    super(
        Fault.of(
                "AddressNotAllocated",
                Category.NOT_FOUND,
                "Address "
                    + address
                    + " of subnet "
                    + quote(subnetId)
                    + " is not allocated, so there is nothing to change; look it up again.")
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
