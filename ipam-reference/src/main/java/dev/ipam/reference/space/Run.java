package dev.ipam.reference.space;

import dev.ipam.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Free addresses of a subnet's pools, one after another.
 *
 * @param first the first
 * @param last the last
 * @param fromPass the first pass that may hand them out; 0 for any
 */
public record Run(IpAddress first, IpAddress last, long fromPass) {
  /** What is left of it where it is the one that was cut to this. */
  public Run after(@Nullable Run cut) {
    return cut != null && cut.last().equals(last) ? new Run(cut.first(), last, fromPass) : this;
  }

  boolean contains(IpAddress address) {
    return first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
  }
}
