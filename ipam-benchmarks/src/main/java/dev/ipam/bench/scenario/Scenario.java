package dev.ipam.bench.scenario;

import java.util.List;

/**
 * Something to measure, by a name.
 *
 * @param name its name, for the command line
 * @param what what it measures, in a few words
 * @param body measures it
 */
public record Scenario(String name, String what, Body body) {
  /** Measures. */
  @FunctionalInterface
  public interface Body {
    /**
     * Measures.
     *
     * @param bench how much to do, and where
     * @return the figures
     * @throws Exception if something fails
     */
    List<Figure> run(Bench bench) throws Exception;
  }
}
