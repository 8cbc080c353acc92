package dev.ipam.cli.text;

import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody may have meant. */
public final class Nearest {
  private static final int COMPARED = 80;

  private Nearest() {}

  /**
   * Returns the candidate that is most like a text.
   *
   * @param text the text; only its beginning counts where it is long
   * @param candidates the candidates, at least one
   * @return the one of the least edit distance, the first in their order among equals
   */
  public static String to(String text, Collection<String> candidates) {
    String bounded = text.substring(0, Math.min(text.length(), COMPARED));
    return candidates.stream()
        .min(Comparator.comparingInt(candidate -> distance(bounded, candidate)))
        .orElseThrow();
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
