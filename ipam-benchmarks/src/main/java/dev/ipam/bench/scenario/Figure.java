package dev.ipam.bench.scenario;

import dev.ipam.measure.Comparison;
import dev.ipam.measure.Slice;
import dev.ipam.measure.Spread;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of the table: two numbers, what is judged of them, and what was aimed at.
 *
 * @param name its name, which begins with its scenario's
 * @param what what is compared
 * @param baseline what it is compared with
 * @param measured what was measured
 * @param judged what is judged: a ratio, or an amount in the target's unit
 * @param target what was aimed at
 * @param notes what else there is to say
 */
public record Figure(
    String name,
    String what,
    Reading baseline,
    Reading measured,
    Spread judged,
    Target target,
    List<String> notes) {
  /** Copies the notes. */
  public Figure {
    notes = List.copyOf(notes);
  }

  /** Compares rates: more is better. */
  public static Figure ofRates(String name, String what, Comparison sides, double atLeast) {
    return new Figure(
        name,
        what,
        rate(sides.baseline(), sides.baselineSlices()),
        rate(sides.measured(), sides.measuredSlices()),
        sides.rateRatio(),
        Target.atLeast(atLeast),
        List.of());
  }

  /** Compares times: less is better. */
  public static Figure ofTimes(String name, String what, Comparison sides, double atMost) {
    return new Figure(
        name,
        what,
        time(sides.baseline(), sides.baselineSlices()),
        time(sides.measured(), sides.measuredSlices()),
        sides.timeRatio(),
        Target.atMost(atMost),
        List.of());
  }

  private static Reading rate(String label, List<Slice> slices) {
    return new Reading(label, Spread.of(slices, Slice::rate).median(), "/s");
  }

  private static Reading time(String label, List<Slice> slices) {
    return new Reading(label, Spread.of(slices, Slice::nanosEach).median() / 1e3, "us");
  }

  /** Adds something there is to say. */
  public Figure withNote(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new Figure(name, what, baseline, measured, judged, target, more);
  }

  /** Tells whether the target is met. */
  public boolean isMet() {
    return target.isMet(judged);
  }
}
