package dev.ipam.net;

import java.util.Objects;

/**
 * A MAC address: an IEEE EUI-48 or EUI-64 identifier.
 *
 * <p>Immutable, safe for use by any number of threads.
 *
 * @param value the identifier as an unsigned number
 * @param bits its length, 48 or 64
 * @since 0.1
 */
public record MacAddress(long value, int bits) {
  static final int EUI_48 = 48;
  static final int EUI_64 = 64;

  /** The bit of an identifier that RFC 4291 appendix A inverts. */
  private static final long UNIVERSAL_LOCAL_BIT = 0x0200_0000_0000_0000L;

  /**
   * Creates a MAC address.
   *
   * @param value the identifier as an unsigned number
   * @param bits its length, 48 or 64
   * @throws dev.ipam.error.InvalidValueException code {@code MalformedMac}, if the length is
   *     neither 48 nor 64 bits or the value has more bits than that
   */
  public MacAddress {
    if (bits != EUI_64 && (bits != EUI_48 || value >>> EUI_48 != 0)) {
      throw Faults.macBits(value, bits);
    }
  }

  /**
   * Reads a MAC address from its text, in upper or lower case: pairs of hex digits joined by colons
   * or by dashes, groups of four joined by dots, or the 12 or 16 hex digits alone.
   *
   * @param text the text, such as {@code 00:16:3e:11:22:33}
   * @return the MAC address
   * @throws dev.ipam.error.InvalidValueException code {@code MalformedMac}, if the text is anything
   *     else; the message quotes it and says what is wrong
   */
  public static MacAddress parse(String text) {
    Objects.requireNonNull(text, "text");
    return MacParser.parse(text);
  }

  /**
   * Returns the modified EUI-64 interface identifier of RFC 4291 appendix A: a 48-bit address with
   * {@code fffe} put in its middle, a 64-bit one as it is, and in both the universal/local bit
   * inverted.
   *
   * @return the 64 bits of the identifier
   */
  public long toInterfaceIdentifier() {
    long eui64 =
        bits == EUI_48
            ? ((value & 0xffff_ff00_0000L) << 16) | 0xff_fe00_0000L | (value & 0xff_ffffL)
            : value;
    return eui64 ^ UNIVERSAL_LOCAL_BIT;
  }

  /** Returns pairs of lower-case hex digits joined by colons: {@code 00:16:3e:11:22:33}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(bits / 8 * 3);
    for (int shift = bits - 4; shift >= 0; shift -= 4) {
      text.append(Character.forDigit((int) (value >>> shift) & 0xf, 16));
      if (shift > 0 && shift % 8 == 0) {
        text.append(':');
      }
    }
    return text.toString();
  }
}
