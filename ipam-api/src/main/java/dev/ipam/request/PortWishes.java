package dev.ipam.request;

import dev.ipam.net.IpAddress;
import dev.ipam.net.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a port's user wished for, from which a {@link dev.ipam.spi.RequestChooser} makes an address
 * request.
 *
 * @param address the address that the user named, or {@code null}
 * @param mac the port's MAC address, or {@code null}
 * @param deviceOwner the kind of device, for example {@link #DHCP}, or {@code null}
 * @param eui64 whether hosts of the subnet form their addresses from their MAC addresses
 * @ipam.rule 3.82
 * @since 0.1
 */
public record PortWishes(
    @Nullable IpAddress address,
    @Nullable MacAddress mac,
    @Nullable String deviceOwner,
    boolean eui64) {
  /** The device owner of a DHCP port. */
  public static final String DHCP = "network:dhcp";

  /** The device owner of a distributed port, which exists once on every host. */
  public static final String DISTRIBUTED = "network:distributed";

  /** The wishes of a user who has none. */
  public static final PortWishes NONE = new PortWishes(null, null, null, false);

  /**
   * Checks the device owner.
   *
   * @param address the address that the user named, or {@code null}
   * @param mac the port's MAC address, or {@code null}
   * @param deviceOwner the kind of device, or {@code null}
   * @param eui64 whether hosts of the subnet form their addresses from their MAC addresses
   * @throws dev.ipam.error.InvalidValueException code {@code InvalidIdentifier}, if the device
   *     owner is empty, longer than 255 characters or holds control characters
   */
  public PortWishes {
    Checks.optionalId("device owner", deviceOwner);
  }

  /**
   * Returns these wishes with an address that a user wrote.
   *
   * @param text the address's text; {@code null} or blank for none
   * @return the new wishes
   * @throws dev.ipam.error.InvalidValueException code {@code MalformedAddress}, if it is another
   *     text
   */
  public PortWishes withAddress(@Nullable String text) {
    IpAddress named = text == null || text.isBlank() ? null : IpAddress.parse(text);
    return new PortWishes(named, mac, deviceOwner, eui64);
  }

  /**
   * Returns these wishes on a subnet whose hosts form their addresses from their MAC addresses.
   *
   * @param port the port's MAC address
   * @return the new wishes
   */
  public PortWishes withEui64(MacAddress port) {
    return new PortWishes(address, port, deviceOwner, true);
  }

  /**
   * Returns these wishes for a kind of device.
   *
   * @param owner the kind of device, or {@code null} for none known
   * @return the new wishes
   */
  public PortWishes withDeviceOwner(@Nullable String owner) {
    return new PortWishes(address, mac, owner, eui64);
  }
}
