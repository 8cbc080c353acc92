package dev.ipam.request;

import dev.ipam.net.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whom an address is for. A driver may use it, for example to create host records in an appliance;
 * it never changes which answers the contract allows.
 *
 * @param network the network, or {@code null}
 * @param port the port, or {@code null}
 * @param device the device that the port belongs to, or {@code null}
 * @param deviceOwner the kind of device, for example {@code network:dhcp}, or {@code null}
 * @param mac the port's MAC address, or {@code null}
 * @param hostName the host name, or {@code null}
 * @ipam.rule 3.80..3.81
 * @since 0.1
 */
public record AllocationContext(
    @Nullable String network,
    @Nullable String port,
    @Nullable String device,
    @Nullable String deviceOwner,
    @Nullable MacAddress mac,
    @Nullable String hostName) {
  /** The context that says nothing. */
  public static final AllocationContext NONE =
      new AllocationContext(null, null, null, null, null, null);

  /**
   * Checks the identifiers: each 1 to 255 characters, without control characters.
   *
   * @param network the network, or {@code null}
   * @param port the port, or {@code null}
   * @param device the device that the port belongs to, or {@code null}
   * @param deviceOwner the kind of device, for example {@code network:dhcp}, or {@code null}
   * @param mac the port's MAC address, or {@code null}
   * @param hostName the host name, or {@code null}
   */
  public AllocationContext {
    Checks.optionalId("network", network);
    Checks.optionalId("port", port);
    Checks.optionalId("device", device);
    Checks.optionalId("device owner", deviceOwner);
    Checks.optionalId("host name", hostName);
  }

  /**
   * Returns this context with a network.
   *
   * @param id the network
   * @return the new context
   */
  public AllocationContext withNetwork(String id) {
    return new AllocationContext(id, port, device, deviceOwner, mac, hostName);
  }

  /**
   * Returns this context with a port.
   *
   * @param id the port
   * @return the new context
   */
  public AllocationContext withPort(String id) {
    return new AllocationContext(network, id, device, deviceOwner, mac, hostName);
  }

  /**
   * Returns this context with a device and its kind.
   *
   * @param id the device
   * @param owner the kind of device, for example {@code compute:nova}
   * @return the new context
   */
  public AllocationContext withDevice(String id, String owner) {
    return new AllocationContext(network, port, id, owner, mac, hostName);
  }

  /**
   * Returns this context with a MAC address.
   *
   * @param address the MAC address
   * @return the new context
   */
  public AllocationContext withMac(MacAddress address) {
    return new AllocationContext(network, port, device, deviceOwner, address, hostName);
  }

  /**
   * Returns this context with a host name.
   *
   * @param name the host name
   * @return the new context
   */
  public AllocationContext withHostName(String name) {
    return new AllocationContext(network, port, device, deviceOwner, mac, name);
  }
}
