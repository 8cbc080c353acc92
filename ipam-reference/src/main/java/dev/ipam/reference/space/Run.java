package dev.ipam.reference.space;

import dev.ipam.net.IpAddress;

/**
 * Free addresses of a subnet's pools, one after another.
 *
 * @param first the first
 * @param last the last
 * @param fromPass the first pass that may hand them out; 0 for any
 */
public record Run(IpAddress first, IpAddress last, long fromPass) {
  boolean contains(IpAddress address) {
    return first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
  }
}
