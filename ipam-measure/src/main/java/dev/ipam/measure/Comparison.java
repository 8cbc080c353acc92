package dev.ipam.measure;

import java.util.List;
import java.util.function.ToDoubleBiFunction;

/**
 * What two sides did in the same rounds.
 *
 * @param baseline what the baseline is
 * @param baselineSlices what it did, round by round
 * @param measured what was measured
 * @param measuredSlices what it did, round by round
 */
public record Comparison(
    String baseline, List<Slice> baselineSlices, String measured, List<Slice> measuredSlices) {
  /**
   * Copies the slices.
   *
   * @param baseline what the baseline is
   * @param baselineSlices what it did, round by round
   * @param measured what was measured
   * @param measuredSlices what it did, round by round
   * @throws IllegalArgumentException if the sides had different numbers of rounds, or none
   */
  public Comparison {
    baselineSlices = List.copyOf(baselineSlices);
    measuredSlices = List.copyOf(measuredSlices);
    if (baselineSlices.isEmpty() || baselineSlices.size() != measuredSlices.size()) {
      throw new IllegalArgumentException(
          "Both sides need the same rounds: "
              + baselineSlices.size()
              + " and "
              + measuredSlices.size());
    }
  }

  /**
   * Returns how many times the baseline's rate was reached, round by round.
   *
   * @return the spread of these ratios
   */
  public Spread rateRatio() {
    return ratio((before, after) -> after.rate() / before.rate());
  }

  /**
   * Returns how many times the baseline's time an operation took, round by round.
   *
   * @return the spread of these ratios
   */
  public Spread timeRatio() {
    return ratio((before, after) -> after.nanosEach() / before.nanosEach());
  }

  private Spread ratio(ToDoubleBiFunction<Slice, Slice> of) {
    double[] ratios = new double[baselineSlices.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = of.applyAsDouble(baselineSlices.get(i), measuredSlices.get(i));
    }
    return Spread.of(ratios);
  }
}
