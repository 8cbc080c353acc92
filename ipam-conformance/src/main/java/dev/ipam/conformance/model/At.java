package dev.ipam.conformance.model;

import org.jspecify.annotations.Nullable;

/**
 * Where a step points to: an address, or one of those that the subnet holds when the step runs.
 *
 * @param address the address, or {@code null} for one that is held
 * @param held which of the held addresses, counted round in ascending order; 0 with an address
 * @since 0.1
 */
public record At(@Nullable Addr address, int held) {
  /**
   * Points to an address.
   *
   * @param address the address
   * @return the pointer
   */
  public static At of(Addr address) {
    return new At(address, 0);
  }

  /**
   * Points to an address that is held when the step runs.
   *
   * @param place which one, counted round in the order in which they were handed out
   * @return the pointer
   */
  public static At held(int place) {
    return new At(null, place);
  }

  /**
   * Returns the address that it points to.
   *
   * @return the address
   * @throws IllegalStateException if the step was not resolved yet
   */
  public Addr known() {
    if (address == null) {
      throw new IllegalStateException(this + " was not resolved");
    }
    return address;
  }

  /**
   * Reads a pointer.
   *
   * @param text what {@link #toString} prints
   * @return the pointer
   */
  public static At parse(String text) {
    return text.startsWith("held#")
        ? held(Integer.parseInt(text.substring(5)))
        : of(Addr.parse(text));
  }

  @Override
  public String toString() {
    return address == null ? "held#" + held : address.toString();
  }
}
