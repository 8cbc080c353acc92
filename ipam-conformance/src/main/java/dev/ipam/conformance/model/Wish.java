package dev.ipam.conformance.model;

import org.jspecify.annotations.Nullable;

/**
 * Which address a step asks for.
 *
 * @param kind the kind, by the names that allocations carry
 * @param at the address of {@code SPECIFIC}, else {@code null}
 * @param mac the MAC address of {@code AUTOMATIC} in hexadecimal with colons, else {@code null}
 * @param count how many addresses; 1 but for {@code BULK}
 * @since 0.1
 */
public record Wish(String kind, @Nullable At at, @Nullable String mac, int count) {
  /** Some free address. */
  public static final Wish ANY = new Wish("ANY", null, null, 1);

  /** The lowest free address. */
  public static final Wish PREFER_NEXT = new Wish("PREFER_NEXT", null, null, 1);

  /** The gateway's address. */
  public static final Wish GATEWAY = new Wish("GATEWAY", null, null, 1);

  /**
   * Wishes for exactly one address.
   *
   * @param at the address
   * @return the wish
   */
  public static Wish specific(At at) {
    return new Wish("SPECIFIC", at, null, 1);
  }

  /**
   * Wishes for the address that a MAC address makes.
   *
   * @param mac the MAC address
   * @return the wish
   */
  public static Wish automatic(String mac) {
    return new Wish("AUTOMATIC", null, mac, 1);
  }

  /**
   * Wishes for several addresses.
   *
   * @param count how many
   * @return the wish
   */
  public static Wish bulk(int count) {
    return new Wish("BULK", null, null, count);
  }

  /**
   * Returns whether this is a wish of a kind.
   *
   * @param name the kind
   * @return whether it is
   */
  public boolean is(String name) {
    return kind.equals(name);
  }

  /**
   * Reads a wish.
   *
   * @param text what {@link #toString} prints
   * @return the wish
   */
  public static Wish parse(String text) {
    int colon = text.indexOf(':');
    String kind = colon < 0 ? text : text.substring(0, colon);
    String rest = colon < 0 ? "" : text.substring(colon + 1);
    return switch (kind) {
      case "any" -> ANY;
      case "prefer-next" -> PREFER_NEXT;
      case "gateway" -> GATEWAY;
      case "specific" -> specific(At.parse(rest));
      case "automatic" -> automatic(rest);
      case "bulk" -> bulk(Integer.parseInt(rest));
      default -> throw new IllegalArgumentException("no kind of address request: " + text);
    };
  }

  @Override
  public String toString() {
    String name = kind.toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    if (at != null) {
      return name + ":" + at;
    }
    if (mac != null) {
      return name + ":" + mac;
    }
    return is("BULK") ? name + ":" + count : name;
  }
}
