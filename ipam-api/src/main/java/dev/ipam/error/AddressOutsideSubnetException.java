package dev.ipam.error;

/**
 * An address was asked for that does not lie in the subnet.
 *
 * @since 0.1
 */
public final class AddressOutsideSubnetException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String subnetId;
  private final String cidr;
  private final String address;

  /**
   * Makes the exception.
   *
   * @param subnetId the subnet
   * @param cidr its CIDR
   * @param address the address in its canonical text
   */
  public AddressOutsideSubnetException(String subnetId, String cidr, String address) {
    super(
        Fault.of(
                "AddressOutsideSubnet",
                Category.INVALID,
                "Address "
                    + address
                    + " lies outside subnet "
                    + quote(subnetId)
                    + " ("
                    + cidr
                    + "); ask for an address of "
                    + cidr
                    + ".")
            .with("subnet_id", subnetId)
            .with("cidr", cidr)
            .with("address", address));
    this.subnetId = subnetId;
    this.cidr = cidr;
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
   * Returns its CIDR.
   *
   * @return its CIDR
   */
  public String cidr() {
    return cidr;
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
