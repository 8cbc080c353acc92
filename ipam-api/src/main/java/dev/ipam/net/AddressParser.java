package dev.ipam.net;

import dev.ipam.error.InvalidValueException;
import java.util.function.Function;

/**
 * Reads addresses from text, strictly: one pass over a text of bounded length.
 *
 * <p>The caller says how a refusal is worded, since the text may be part of a larger one.
 */
final class AddressParser {
  /** {@code ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255}. */
  private static final int LONGEST = 45;

  private static final int GROUPS = 8;

  private final String text;
  private final Function<String, InvalidValueException> refusal;
  private int position;

  private AddressParser(String text, Function<String, InvalidValueException> refusal) {
    this.text = text;
    this.refusal = refusal;
  }

  static IpAddress parse(String text, Function<String, InvalidValueException> refusal) {
    return new AddressParser(text, refusal).parse();
  }

  private IpAddress parse() {
    checkCharacters();
    if (text.indexOf(':') >= 0) {
      return parseIpv6();
    }
    return IpAddress.ofIpv4(parseIpv4());
  }

  /** Refuses what no address contains, naming the usual mistakes. */
  private void checkCharacters() {
    if (text.isEmpty()) {
      throw refuse("the address is empty");
    }
    int checked = Math.min(text.length(), LONGEST + 1);
    for (int i = 0; i < checked; i++) {
      char c = text.charAt(i);
      if (c == '%') {
        throw refuse("a zone id has no meaning here, leave out the part from '%' on");
      }
      if (c == '/') {
        throw refuse(
            "a prefix length does not belong to an address, leave out the part from '/' on");
      }
      if (Character.isWhitespace(c)) {
        throw refuse("it contains a space");
      }
      if (c != ':' && c != '.' && !isHex(c)) {
        throw refuse(
            "write digits and dots (192.0.2.1) or hex digits and colons (2001:db8::1);"
                + " names are not looked up");
      }
    }
    if (text.length() > LONGEST) {
      throw refuse(
          "it has " + text.length() + " characters and the longest address has " + LONGEST);
    }
  }

  /** Reads dotted decimal from the position to the end of the text. */
  private int parseIpv4() {
    int bits = 0;
    for (int octet = 1; octet <= 4; octet++) {
      if (octet > 1) {
        if (position == text.length()) {
          throw refuse("an IPv4 address has 4 octets and this has " + (octet - 1));
        }
        if (text.charAt(position) != '.') {
          throw refuse("octet " + (octet - 1) + " is not a decimal number");
        }
        position++;
      }
      bits = (bits << 8) | parseOctet(octet);
    }
    if (position < text.length()) {
      throw refuse(
          switch (text.charAt(position)) {
            case '.' -> "an IPv4 address has 4 octets and this has more";
            case ':' -> "an IPv4 part must be the end of an IPv6 address";
            default -> "octet 4 is not a decimal number";
          });
    }
    return bits;
  }

  private int parseOctet(int number) {
    int start = position;
    int value = 0;
    while (position < text.length() && isDecimal(text.charAt(position))) {
      value = value * 10 + text.charAt(position) - '0';
      position++;
      if (value > 255) {
        throw refuse("octet " + number + " is above 255");
      }
      if (position - start > 1 && text.charAt(start) == '0') {
        throw refuse(
            "octet " + number + " has a leading zero, which some read as octal: leave it out");
      }
    }
    if (position == start) {
      boolean missing = position == text.length() || text.charAt(position) == '.';
      throw refuse("octet " + number + (missing ? " is missing" : " is not a decimal number"));
    }
    return value;
  }

  private IpAddress parseIpv6() {
    int[] groups = new int[GROUPS];
    int count = 0;
    int gap = -1;
    if (text.startsWith("::")) {
      gap = 0;
      position = 2;
    } else if (text.charAt(0) == ':') {
      throw refuse("it starts with a single colon");
    }
    while (position < text.length()) {
      if (count == GROUPS) {
        throw tooManyGroups();
      }
      int end = endOfGroup();
      if (end < text.length() && text.charAt(end) == '.') {
        if (count > GROUPS - 2) {
          throw tooManyGroups();
        }
        int bits = parseIpv4();
        groups[count++] = bits >>> 16;
        groups[count++] = bits & 0xffff;
        break;
      }
      groups[count++] = parseGroup(end);
      if (position == text.length()) {
        break;
      }
      position++;
      if (position == text.length()) {
        throw refuse("it ends with a single colon");
      }
      if (text.charAt(position) == ':') {
        if (gap >= 0) {
          throw refuse("'::' may stand in one place only");
        }
        gap = count;
        position++;
      }
    }
    return assemble(groups, count, gap);
  }

  private int endOfGroup() {
    int end = position;
    while (end < text.length() && isHex(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private int parseGroup(int end) {
    if (end == position) {
      throw refuse("a group between two colons is empty, or '::' has a colon too many");
    }
    if (end - position > 4) {
      throw refuse("group " + quoted(end) + " has more than 4 hex digits");
    }
    int value = Integer.parseInt(text, position, end, 16);
    position = end;
    return value;
  }

  private IpAddress assemble(int[] groups, int count, int gap) {
    if (gap < 0 && count < GROUPS) {
      throw refuse("an IPv6 address has 8 groups and this has " + count + " and no '::'");
    }
    if (gap >= 0 && count == GROUPS) {
      throw refuse("'::' stands for at least one group, but 8 are written out");
    }
    long high = 0;
    long low = 0;
    int missing = GROUPS - count;
    for (int i = 0; i < GROUPS; i++) {
      int value;
      if (gap < 0 || i < gap) {
        value = groups[i];
      } else {
        value = i < gap + missing ? 0 : groups[i - missing];
      }
      if (i < 4) {
        high = (high << 16) | value;
      } else {
        low = (low << 16) | value;
      }
    }
    return IpAddress.ofIpv6(high, low);
  }

  private String quoted(int end) {
    return "'" + text.substring(position, end) + "'";
  }

  private InvalidValueException tooManyGroups() {
    return refuse("an IPv6 address has 8 groups and this has more");
  }

  private static boolean isDecimal(char c) {
    return c >= '0' && c <= '9';
  }

  /** Only ASCII: {@link Character#digit} alone would take the digits of every script. */
  private static boolean isHex(char c) {
    return c <= 'f' && Character.digit(c, 16) >= 0;
  }

  private InvalidValueException refuse(String why) {
    return refusal.apply(why);
  }
}
