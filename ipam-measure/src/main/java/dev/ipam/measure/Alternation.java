package dev.ipam.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Two sides in turn, in slices: baseline, measured, measured, baseline, and so on. What else the
 * machine does changes slowly against a slice, and hits both.
 *
 * @param rounds how many slices of each side count
 * @param slice how long a slice is
 * @param warmUp for how long each side runs before anything counts
 */
public record Alternation(int rounds, Duration slice, Duration warmUp) {
  /**
   * Compares a side with its baseline.
   *
   * @param baseline what it is measured against
   * @param measured what is measured
   * @return what both did in each round
   * @throws MeasurementFailedException if a turn failed
   * @throws InterruptedException if the thread was interrupted
   */
  public Comparison compare(Side baseline, Side measured) throws InterruptedException {
    Callers.run(baseline, warmUp);
    Callers.run(measured, warmUp);
    List<Slice> first = new ArrayList<>();
    List<Slice> second = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      if (round % 2 == 0) {
        first.add(Callers.run(baseline, slice));
        second.add(Callers.run(measured, slice));
      } else {
        second.add(Callers.run(measured, slice));
        first.add(Callers.run(baseline, slice));
      }
    }
    return new Comparison(baseline.label(), first, measured.label(), second);
  }
}
