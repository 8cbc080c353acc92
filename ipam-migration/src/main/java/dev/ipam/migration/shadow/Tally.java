package dev.ipam.migration.shadow;

import dev.ipam.migrate.Divergence;
import dev.ipam.migrate.ShadowStatus;
import dev.ipam.migrate.ShadowStatus.State;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is told of a shadow: counted whole, shown in few examples, logged once of each kind. */
final class Tally {
  private static final Logger LOG = LoggerFactory.getLogger(Tally.class);
  private static final int EXAMPLES = 5;

  private final String driver;
  private final Map<Divergence.Kind, Long> divergences = new EnumMap<>(Divergence.Kind.class);
  private final List<Divergence> examples = new ArrayList<>();
  private State state = State.STARTING;
  private @Nullable String reason;
  private long followed;
  private long outcomes;
  private long choices;
  private long uncompared;

  Tally(String driver) {
    this.driver = driver;
  }

  synchronized void followed(long changes) {
    followed += changes;
  }

  synchronized void compared(boolean choice) {
    outcomes++;
    if (choice) {
      choices++;
    }
  }

  synchronized void uncompared(long operations) {
    uncompared += operations;
  }

  synchronized void diverged(Divergence divergence) {
    long count = divergences.merge(divergence.kind(), 1L, Long::sum);
    if (count <= EXAMPLES) {
      examples.add(divergence);
    }
    if (count == 1) {
      LOG.warn(
          "The shadow {} diverges ({}): {} More of this kind are counted and not logged.",
          driver,
          divergence.kind(),
          divergence.sentence());
    }
  }

  /** Says how it is doing; what has ended stays so. */
  synchronized void is(State next, @Nullable String why) {
    if (state == State.ENDED || state == next) {
      return;
    }
    state = next;
    reason = why;
    switch (next) {
      case BROKEN -> LOG.warn("The shadow {} is broken: {}; the service goes on.", driver, why);
      case BEHIND ->
          LOG.warn("The shadow {} cannot keep up: it follows without comparing for now.", driver);
      case ENDED -> LOG.info("The shadow {} has ended: {}. {}", driver, why, status());
      case STARTING, FOLLOWING -> LOG.info("The shadow {} is {}.", driver, next);
    }
  }

  synchronized ShadowStatus status() {
    return new ShadowStatus(
        driver, state, reason, followed, outcomes, choices, uncompared, divergences, examples);
  }
}
