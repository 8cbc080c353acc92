package dev.ipam.conformance.model;

import org.jspecify.annotations.Nullable;

/**
 * Which gateway a step wants.
 *
 * @param automatic whether it is the first usable address
 * @param address the gateway, or {@code null} for none or the automatic one
 * @since 0.1
 */
public record GatewayWish(boolean automatic, @Nullable Addr address) {
  /** The first usable address. */
  public static final GatewayWish AUTOMATIC = new GatewayWish(true, null);

  /** No gateway. */
  public static final GatewayWish NONE = new GatewayWish(false, null);

  /**
   * Wants one gateway.
   *
   * @param address the address
   * @return the wish
   */
  public static GatewayWish of(Addr address) {
    return new GatewayWish(false, address);
  }

  /**
   * Reads a wish.
   *
   * @param text what {@link #toString} prints
   * @return the wish
   */
  public static GatewayWish parse(String text) {
    return switch (text) {
      case "automatic" -> AUTOMATIC;
      case "none" -> NONE;
      default -> of(Addr.parse(text));
    };
  }

  @Override
  public String toString() {
    return automatic ? "automatic" : address == null ? "none" : address.toString();
  }
}
