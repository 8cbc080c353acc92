package dev.ipam.error;

import java.util.List;

/**
 * An address was asked for that lies in none of the subnets that were named.
 *
 * @since 0.1
 */
public final class AddressOutsideSubnetException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> subnetIds;
  private final String address;

  /**
   * Makes the exception for one subnet.
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
    this.subnetIds = List.of(subnetId);
    this.address = address;
  }

  /**
   * Makes the exception for several candidate subnets.
   *
   * @param subnetIds the candidates, in the order in which they were tried
   * @param address the address in its canonical text
   */
  public AddressOutsideSubnetException(List<String> subnetIds, String address) {
    super(
        Fault.of(
                "AddressOutsideSubnet",
                Category.INVALID,
                "Address "
                    + address
                    + " lies outside each of the subnets "
                    + quoteAll(subnetIds)
                    + "; ask for an address of one of them, or name the subnet that it is of.")
            .with("subnet_ids", subnetIds)
            .with("address", address));
    this.subnetIds = List.copyOf(subnetIds);
    this.address = address;
  }

  /**
   * Returns the subnets that were named, in the order in which they were tried.
   *
   * @return the subnets' ids
   */
  public List<String> subnetIds() {
    return subnetIds;
  }

  /**
   * Returns the address in its canonical text.
   *
   * @return the address
   */
  public String address() {
    return address;
  }
}
