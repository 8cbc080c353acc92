package dev.ipam.spi;

import dev.ipam.request.AddressRequest;
import dev.ipam.request.PortWishes;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetWishes;

/**
 * Decides which request a user's wishes become. A driver that knows better than {@link #DEFAULT}
 * what a port or a subnet needs offers its own as an {@linkplain IpamDriver#extension extension}.
 *
 * <p>Safe for use by any number of threads; it looks nothing up and changes nothing.
 *
 * @ipam.rule 2.45
 * @ipam.rule 3.84
 * @since 0.1
 */
public interface RequestChooser {
  /**
   * The chooser of drivers that offer none.
   *
   * <p>For a port, the first that applies: an address that the user named, the address that follows
   * from the MAC on a subnet whose hosts form theirs so, the lowest free address for DHCP and
   * distributed ports, any free address.
   *
   * <p>For a subnet, the first that applies: the CIDR that the user named, the block around the
   * gateway that the user named, any block of the subnet pool; each of the length given, or the
   * subnet pool's default.
   *
   * @ipam.rule 2.42..2.44
   * @ipam.rule 3.82
   */
  RequestChooser DEFAULT = new DefaultRequestChooser();

  /**
   * Makes a port's wishes an address request.
   *
   * @param wishes what the port's user wished for
   * @return the request
   */
  AddressRequest choose(PortWishes wishes);

  /**
   * Makes a subnet's wishes a subnet request.
   *
   * @param wishes what the subnet's user wished for
   * @return the request
   * @throws dev.ipam.error.InvalidSubnetRequestException if the wishes do not say which block, or
   *     pools are given while the block is not known yet
   * @throws dev.ipam.error.InvalidValueException if gateway, pools or length do not fit the block
   */
  SubnetRequest choose(SubnetWishes wishes);
}
