package dev.ipam.bench.scenario;

import dev.ipam.measure.Alternation;
import java.time.Duration;

/** How much is done, and so how far a figure can be trusted. */
public enum Effort {
  /** Proves only that everything works. */
  SMOKE(2, 20, 20),
  /** A first look. */
  QUICK(21, 80, 1_500),
  /** What is published. */
  FULL(61, 120, 5_000);

  private final int rounds;
  private final int sliceMillis;
  private final int warmUpMillis;

  Effort(int rounds, int sliceMillis, int warmUpMillis) {
    this.rounds = rounds;
    this.sliceMillis = sliceMillis;
    this.warmUpMillis = warmUpMillis;
  }

  /** How two sides are compared. */
  public Alternation alternation() {
    return new Alternation(rounds, Duration.ofMillis(sliceMillis), Duration.ofMillis(warmUpMillis));
  }

  /** How often both sides are measured, where a slice is not one of time. */
  public int rounds() {
    return rounds;
  }

  /** For how long one thing is measured that has no other side. */
  public Duration slice() {
    return Duration.ofMillis(sliceMillis);
  }

  /** Chooses a size: that of what is published, that of a first look, or that of a smoke run. */
  public int of(int full, int quick, int smoke) {
    return switch (this) {
      case FULL -> full;
      case QUICK -> quick;
      case SMOKE -> smoke;
    };
  }
}
