package dev.ipam.error;

/**
 * An address was asked for that somebody holds.
 *
 * @since 0.1
 */
public final class AddressAlreadyAllocatedException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String subnetId;
  private final String address;

  /**
   * Makes the exception.
   *
   * @param subnetId the subnet
   * @param address the address in its canonical text
   */
  public AddressAlreadyAllocatedException(String subnetId, String address) {
    super(
        Fault.of(
                "AddressAlreadyAllocated",
                Category.CONFLICT,
                "Address "
                    + address
                    + " of subnet "
                    + quote(subnetId)
                    + " is allocated already; ask for another one, or release it first.")
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
