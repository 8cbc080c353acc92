package dev.ipam.conformance.model;

import java.util.Comparator;

/** The order of ids: by Unicode code point. */
final class ByCodePoint implements Comparator<String> {
  static final ByCodePoint ORDER = new ByCodePoint();

  @Override
  public int compare(String left, String right) {
    int[] a = left.codePoints().toArray();
    int[] b = right.codePoints().toArray();
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      if (a[i] != b[i]) {
        return Integer.compare(a[i], b[i]);
      }
    }
    return Integer.compare(a.length, b.length);
  }
}
