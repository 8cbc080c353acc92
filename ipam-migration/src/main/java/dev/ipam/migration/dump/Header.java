package dev.ipam.migration.dump;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what a first line is that is not the one of this version. */
final class Header {
  private static final int SHOWN = 200;

  /** The first two fields stay what they are in every later version. */
  private static final Pattern VERSIONED =
      Pattern.compile("\\{\"format\":\"" + Format.NAME + "\",\"version\":(\\d{1,9})[,}]");

  private Header() {}

  static String fault(byte[] line, int length) {
    String start = new String(line, 0, Math.min(length, SHOWN), StandardCharsets.ISO_8859_1);
    Matcher header = VERSIONED.matcher(start);
    if (!header.lookingAt()) {
      return foreign();
    }
    if (header.group(1).equals(Integer.toString(Format.VERSION))) {
      return "the header is not as version " + Format.VERSION + " has it";
    }
    return "the dump is of version "
        + header.group(1)
        + ", and this program reads version "
        + Format.VERSION
        + " only; use the program that wrote it, or one that is as new";
  }

  private static String foreign() {
    return "the file is no dump of this program: its first line is not "
        + "{\"format\":\""
        + Format.NAME
        + "\",…}";
  }
}
