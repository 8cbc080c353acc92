package dev.ipam.builtin.store;

import java.util.Comparator;

/** The order of texts by code points, which is that of their bytes in UTF-8. */
final class CodePoints {
  static final Comparator<String> ORDER = CodePoints::compare;

  private CodePoints() {}

  // The same text is often the same object.
  @SuppressWarnings({"ReferenceEquality", "StringEquality"})
  private static int compare(String left, String right) {
    if (left == right) {
      return 0;
    }
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        return rank(a) - rank(b);
      }
    }
    return left.length() - right.length();
  }

  /** Surrogates stand for code points above those of all other characters. */
  private static int rank(char unit) {
    return Character.isSurrogate(unit) ? unit + Character.MAX_VALUE : unit;
  }
}
