package dev.ipam.reconcile;

import java.util.List;

/**
 * What one look at the store found leaked.
 *
 * @param leaks everything that is leaked now, with the time of the first sighting; to be kept and
 *     handed to the next look
 * @param ripe those of them that were seen leaked before, long enough ago to be freed
 * @since 0.1
 */
public record LeakReport(List<Sighting> leaks, List<Sighting> ripe) {
  /**
   * Copies the lists.
   *
   * @param leaks everything that is leaked now, with the time of the first sighting; to be kept and
   *     handed to the next look
   * @param ripe those of them that were seen leaked before, long enough ago to be freed
   */
  public LeakReport {
    leaks = List.copyOf(leaks);
    ripe = List.copyOf(ripe);
  }
}
