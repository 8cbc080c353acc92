package dev.ipam.net;

/** Writes addresses: dotted decimal, and RFC 5952. */
final class AddressFormatter {
  private static final int GROUPS = 8;
  private static final long MAPPED_PREFIX = 0xffffL;

  private AddressFormatter() {}

  static String format(IpAddress address) {
    if (address.family() == IpFamily.IPV4) {
      StringBuilder text = new StringBuilder(15);
      appendIpv4(text, address.low());
      return text.toString();
    }
    StringBuilder text = new StringBuilder(45);
    if (address.high() == 0 && address.low() >>> 32 == MAPPED_PREFIX) {
      text.append("::ffff:");
      appendIpv4(text, address.low());
    } else {
      appendIpv6(text, address.high(), address.low());
    }
    return text.toString();
  }

  private static void appendIpv4(StringBuilder text, long low) {
    for (int shift = 24; shift > 0; shift -= 8) {
      text.append((low >>> shift) & 0xff).append('.');
    }
    text.append(low & 0xff);
  }

  private static void appendIpv6(StringBuilder text, long high, long low) {
    int runEnd = -1;
    // A single zero group is written out: only a longer run is worth "::" (RFC 5952 section 4.2.2).
    int runLength = 1;
    int zeros = 0;
    for (int i = 0; i < GROUPS; i++) {
      zeros = group(high, low, i) == 0 ? zeros + 1 : 0;
      if (zeros > runLength) {
        runEnd = i + 1;
        runLength = zeros;
      }
    }
    int runStart = runEnd - runLength;
    for (int i = 0; i < GROUPS; i++) {
      if (i == runStart && runEnd > 0) {
        text.append("::");
      } else if (i < runStart || i >= runEnd) {
        if (i > 0 && i != runEnd) {
          text.append(':');
        }
        text.append(Integer.toHexString(group(high, low, i)));
      }
    }
  }

  private static int group(long high, long low, int index) {
    long half = index < 4 ? high : low;
    return (int) (half >>> (16 * (3 - (index & 3)))) & 0xffff;
  }
}
