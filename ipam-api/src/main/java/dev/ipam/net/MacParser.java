package dev.ipam.net;

import dev.ipam.error.InvalidValueException;

/** Reads MAC addresses from text, strictly: one pass over a text of bounded length. */
final class MacParser {
  /** {@code 00-16-3e-11-22-33-44-55}. */
  private static final int LONGEST = 23;

  private MacParser() {}

  static MacAddress parse(String text) {
    if (text.isEmpty()) {
      throw refuse(text, "it is empty");
    }
    char separator = separatorOf(text);
    int groupLength = separator == '\0' ? text.length() : separator == '.' ? 4 : 2;
    long value = 0;
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean betweenGroups = separator != '\0' && i % (groupLength + 1) == groupLength;
      if (betweenGroups != (c == separator)) {
        throw refuse(text, groupsMustHave(groupLength));
      }
      if (!betweenGroups) {
        value = (value << 4) | Character.digit(c, 16);
        digits++;
      }
    }
    boolean lastGroupEmpty = separator != '\0' && text.charAt(text.length() - 1) == separator;
    if (lastGroupEmpty) {
      throw refuse(text, groupsMustHave(groupLength));
    }
    if (digits * 4 != MacAddress.EUI_48 && digits * 4 != MacAddress.EUI_64) {
      throw refuse(text, "it has " + digits + " hex digits and must have 12 or 16");
    }
    return new MacAddress(value, digits * 4);
  }

  /** Returns the one separator that a text uses, or NUL where it has none. */
  private static char separatorOf(String text) {
    char separator = '\0';
    for (int i = 0; i < Math.min(text.length(), LONGEST + 1); i++) {
      char c = text.charAt(i);
      if (c == ':' || c == '-' || c == '.') {
        if (separator != '\0' && separator != c) {
          throw refuse(text, "it mixes '" + separator + "' and '" + c + "', use one of them");
        }
        separator = c;
      } else if (c > 'f' || Character.digit(c, 16) < 0) {
        throw refuse(
            text,
            "write it as 00:16:3e:11:22:33, 00-16-3e-11-22-33, 0016.3e11.2233 or 00163e112233");
      }
    }
    if (text.length() > LONGEST) {
      throw refuse(text, "it has " + text.length() + " characters and the longest has " + LONGEST);
    }
    return separator;
  }

  private static String groupsMustHave(int groupLength) {
    return "groups must have " + groupLength + " hex digits each";
  }

  private static InvalidValueException refuse(String text, String why) {
    return Faults.malformedMac(text, why);
  }
}
