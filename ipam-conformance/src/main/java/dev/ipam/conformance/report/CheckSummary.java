package dev.ipam.conformance.report;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a check over many rules did: vectors, model, concurrency, crash, parity.
 *
 * @param name its short name, such as {@code vectors}
 * @param title what it does, a clause
 * @param status what became of it
 * @param reason why it is not applicable or not proven; otherwise empty
 * @param counts how much it did, in the order to show: a label and a number
 * @param notes what a reader should know besides
 * @param messages what is wrong, whole texts of several lines
 * @param seed where its randomness starts from
 * @param duration how long it took
 * @since 0.1
 */
public record CheckSummary(
    String name,
    String title,
    Status status,
    String reason,
    Map<String, Long> counts,
    List<String> notes,
    List<String> messages,
    long seed,
    Duration duration) {
  /**
   * Copies the lists and the map, whose order is kept.
   *
   * @param name its short name, such as {@code vectors}
   * @param title what it does, a clause
   * @param status what became of it
   * @param reason why it is not applicable or not proven
   * @param counts how much it did, in the order to show
   * @param notes what a reader should know besides
   * @param messages what is wrong
   * @param seed where its randomness starts from
   * @param duration how long it took
   */
  public CheckSummary {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    notes = List.copyOf(notes);
    messages = List.copyOf(messages);
  }
}
