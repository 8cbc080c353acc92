package dev.ipam.unit;

import dev.ipam.error.IpamException;

/**
 * Something that a unit of work took and could not give back.
 *
 * @param what what is, or may be, still held
 * @param error why it could not be given back
 * @since 0.1
 */
public record Leftover(String what, IpamException error) {
  /** Says both in one clause. */
  @Override
  public String toString() {
    return what + " (" + error.code() + ")";
  }
}
