package dev.ipam.bench.memory;

import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** Runs the benchmarks of this package. */
public final class Jmh {
  private Jmh() {}

  /**
   * Runs them, and prints what they measured.
   *
   * @param options JMH's own, for example {@code -p bits=16 -f 3}
   * @return how many were run, each with one combination of parameters
   * @throws IllegalArgumentException if JMH does not know an option
   * @throws IllegalStateException if a benchmark failed
   */
  public static int run(String... options) {
    try {
      CommandLineOptions parsed = new CommandLineOptions(options);
      Collection<RunResult> results = new Runner(parsed).run();
      return results.size();
    } catch (CommandLineOptionException e) {
      throw new IllegalArgumentException("JMH says: " + e.getMessage(), e);
    } catch (RunnerException e) {
      throw new IllegalStateException("JMH says: " + e.getMessage(), e);
    }
  }
}
