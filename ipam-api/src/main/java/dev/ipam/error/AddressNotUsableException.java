package dev.ipam.error;

/**
 * An address was asked for that no host may have: the network or broadcast address of an IPv4
 * subnet of /30 or shorter.
 *
 * @since 0.1
 */
public final class AddressNotUsableException extends IpamException {
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
  public AddressNotUsableException(String subnetId, String cidr, String address) {
    super(
        Fault.of(
                "AddressNotUsable",
                Category.INVALID,
                "Address "
                    + address
                    + " is the network or broadcast address of subnet "
                    + quote(subnetId)
                    + " ("
                    + cidr
                    + ") and cannot be allocated; ask for one between them.")
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
