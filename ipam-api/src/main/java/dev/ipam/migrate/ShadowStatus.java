package dev.ipam.migrate;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a shadow is doing, as of one moment, and what it did otherwise since it began.
 *
 * @param driver the name of the shadow's driver
 * @param state how it is doing
 * @param reason why, where it is {@link State#BROKEN} or {@link State#ENDED}, else {@code null}
 * @param followed how many changes of the store that serves it has taken over
 * @param outcomes of how many operations the outcomes were compared
 * @param choices of how many of them what the shadow would have chosen was compared, too
 * @param uncompared how many operations were seen and not compared: it was behind, or what happened
 *     at the same time left more than one right answer
 * @param divergences how many divergences there were, by kind; kinds without any are left out
 * @param examples the first few of each kind
 * @since 0.1
 */
public record ShadowStatus(
    String driver,
    State state,
    @Nullable String reason,
    long followed,
    long outcomes,
    long choices,
    long uncompared,
    Map<Divergence.Kind, Long> divergences,
    List<Divergence> examples) {
  /** How a shadow is doing. */
  public enum State {
    /** It is being made to hold what the store that serves holds. */
    STARTING,
    /** It keeps up. */
    FOLLOWING,
    /** It takes changes over without comparing, since it cannot keep up. */
    BEHIND,
    /** It failed, or does not answer; the service goes on without it. */
    BROKEN,
    /** It was closed, or its store serves something else now. */
    ENDED
  }

  /**
   * Copies the collections.
   *
   * @param driver the name of the shadow's driver
   * @param state how it is doing
   * @param reason why
   * @param followed how many changes it has taken over
   * @param outcomes of how many operations the outcomes were compared
   * @param choices of how many of them the choice was compared
   * @param uncompared how many operations were not compared
   * @param divergences how many divergences there were, by kind
   * @param examples the first few of each kind
   */
  public ShadowStatus {
    divergences = Map.copyOf(divergences);
    examples = List.copyOf(examples);
  }

  /**
   * Returns how many divergences there were.
   *
   * @return the number, of all kinds
   */
  public long diverged() {
    return divergences.values().stream().mapToLong(Long::longValue).sum();
  }
}
