package dev.ipam.bench;

import dev.ipam.bench.memory.Jmh;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs what JMH measures. */
@Command(
    name = "memory",
    description = {
      "Measure the built-in driver's index in memory, with JMH. What follows -- are JMH's own options,",
      "for example: memory -- -p bits=16"
    })
final class MemoryCommand implements Runnable {
  @Parameters(paramLabel = "OPTION", description = "JMH's options.")
  private List<String> options = new ArrayList<>();

  @Override
  public void run() {
    Jmh.run(options.toArray(new String[0]));
  }
}
