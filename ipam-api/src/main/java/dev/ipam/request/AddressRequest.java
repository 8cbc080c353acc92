package dev.ipam.request;

import dev.ipam.error.InvalidAddressRequestException;
import dev.ipam.net.IpAddress;
import dev.ipam.net.MacAddress;
import java.util.Objects;

/**
 * Which address is wanted. The kinds are those of Neutron's pluggable IPAM, and a gateway's own.
 *
 * @since 0.1
 */
public sealed interface AddressRequest {
  /** How many addresses one request may ask for: 2^20. */
  int MAX_COUNT = 1 << 20;

  /**
   * Returns the kind, as it is kept with the allocation.
   *
   * @return the kind
   */
  RequestKind kind();

  /**
   * Returns how many addresses are wanted.
   *
   * @return 1, or more for {@link Bulk}
   */
  default int count() {
    return 1;
  }

  /**
   * Some free address of the allocation pools; which one is the subnet's {@link AllocationPolicy}.
   *
   * @ipam.rule 3.01..3.13
   */
  record Any() implements AddressRequest {
    @Override
    public RequestKind kind() {
      return RequestKind.ANY;
    }
  }

  /**
   * The lowest free address of the allocation pools, whatever the policy.
   *
   * @ipam.rule 3.14
   */
  record PreferNext() implements AddressRequest {
    @Override
    public RequestKind kind() {
      return RequestKind.PREFER_NEXT;
    }
  }

  /**
   * Exactly this address; it need not lie in an allocation pool.
   *
   * @param address the address wanted
   * @ipam.rule 3.15..3.20
   */
  record Specific(IpAddress address) implements AddressRequest {
    /**
     * Checks that there is an address.
     *
     * @param address the address wanted
     */
    public Specific {
      Objects.requireNonNull(address, "address");
    }

    @Override
    public RequestKind kind() {
      return RequestKind.SPECIFIC;
    }
  }

  /**
   * The address that a host forms from the subnet's IPv6 prefix and its MAC address (modified
   * EUI-64, RFC 4291 appendix A).
   *
   * @param mac the MAC address
   * @ipam.rule 3.21..3.23
   */
  record Automatic(MacAddress mac) implements AddressRequest {
    /**
     * Checks that there is a MAC address.
     *
     * @param mac the MAC address
     */
    public Automatic {
      Objects.requireNonNull(mac, "mac");
    }

    @Override
    public RequestKind kind() {
      return RequestKind.AUTOMATIC;
    }
  }

  /**
   * The subnet's gateway address.
   *
   * @ipam.rule 3.24..3.25
   */
  record Gateway() implements AddressRequest {
    @Override
    public RequestKind kind() {
      return RequestKind.GATEWAY;
    }
  }

  /**
   * Several free addresses of the allocation pools, all or none, under the policy.
   *
   * @param count how many, from 1 to {@link #MAX_COUNT}
   * @ipam.rule 3.26..3.30
   */
  record Bulk(int count) implements AddressRequest {
    /**
     * Checks the count.
     *
     * @param count how many, from 1 to {@link #MAX_COUNT}
     * @throws InvalidAddressRequestException if the count is not between 1 and {@link #MAX_COUNT}
     */
    public Bulk {
      if (count < 1 || count > MAX_COUNT) {
        throw new InvalidAddressRequestException(
            null, count + " addresses were asked for; one request may ask for 1 to " + MAX_COUNT);
      }
    }

    @Override
    public RequestKind kind() {
      return RequestKind.BULK;
    }
  }
}
