package dev.ipam.conformance.vectors;

import dev.ipam.net.IpAddress;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which texts are addresses and CIDRs, told by grammar and so apart from the parsers under test.
 */
final class Texts {
  private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
  private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
  private static final Pattern LENGTH = Pattern.compile("0|[1-9]\\d{0,2}");
  private static final int GROUPS = 8;

  private Texts() {}

  static boolean isAddress(String text) {
    return isIpv4(text) || isIpv6(text);
  }

  static boolean isIpv4(String text) {
    return IPV4.matcher(text).matches();
  }

  static boolean isIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, true) == GROUPS;
    }
    int before = groups(text.substring(0, gap), false);
    int after = groups(text.substring(gap + 2), true);
    return before >= 0 && after >= 0 && before + after < GROUPS;
  }

  /** How many groups a part of an IPv6 address has, or a number far below 0 if it is none. */
  private static int groups(String part, boolean atEnd) {
    if (part.isEmpty()) {
      return 0;
    }
    String[] groups = part.split(":", -1);
    int count = 0;
    for (int i = 0; i < groups.length; i++) {
      if (GROUP.matcher(groups[i]).matches()) {
        count++;
      } else if (atEnd && i == groups.length - 1 && isIpv4(groups[i])) {
        count += 2;
      } else {
        return Integer.MIN_VALUE;
      }
    }
    return count;
  }

  /** Why a text is no CIDR, as an error code, or {@code null} where it is one. */
  static @Nullable String faultOfCidr(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !isAddress(text.substring(0, slash))) {
      return "MalformedCidr";
    }
    String length = text.substring(slash + 1);
    if (!LENGTH.matcher(length).matches()) {
      return "MalformedCidr";
    }
    IpAddress address = IpAddress.parse(text.substring(0, slash));
    int hostBits = address.family().bits() - Integer.parseInt(length);
    if (hostBits < 0) {
      return "InvalidPrefixLength";
    }
    BigInteger network = address.toBigInteger().shiftRight(hostBits).shiftLeft(hostBits);
    return network.equals(address.toBigInteger()) ? null : "HostBitsSet";
  }
}
