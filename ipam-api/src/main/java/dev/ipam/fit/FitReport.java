package dev.ipam.fit;

import java.util.List;

/**
 * Whether requests would be served.
 *
 * @param shortfalls those that would not, in the order in which they were asked about
 * @since 0.1
 */
public record FitReport(List<Shortfall> shortfalls) {
  /**
   * Copies the list.
   *
   * @param shortfalls those that would not, in the order in which they were asked about
   */
  public FitReport {
    shortfalls = List.copyOf(shortfalls);
  }

  /**
   * Says whether everything would be served.
   *
   * @return {@code true} where there is no shortfall
   */
  public boolean fits() {
    return shortfalls.isEmpty();
  }
}
