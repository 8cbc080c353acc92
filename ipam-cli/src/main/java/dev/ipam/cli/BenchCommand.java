package dev.ipam.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures a store. What it measures with is known to {@link BenchRun} alone: every start of the
 * command looks at this class.
 */
@Command(
    name = "bench",
    description = {
      "Measure how many addresses a second the configured driver allocates, beside what its disk or",
      "its database allows, in about a minute. A store in files is measured by another one beside it,",
      "which is removed afterwards; the configured one is not touched."
    })
final class BenchCommand extends Action {
  @Option(
      names = "--driver",
      paramLabel = "DRIVER",
      description = "Measure this driver instead of the configured one.")
  private @Nullable String driver;

  @Option(names = "--quick", description = "Take a few seconds only; the figures are rough then.")
  private boolean quick;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Measure the disk of this directory instead of the store's.")
  private @Nullable Path directory;

  @Option(
      names = "--in-store",
      description = {
        "For a store on a database server: measure in the store itself, in a subnet and a table that",
        "are made for this, named ipam_bench_ and a number, and removed afterwards."
      })
  private boolean inStore;

  @Override
  void run() {
    new BenchRun(this, driver, quick, inStore).run(directory);
  }
}
