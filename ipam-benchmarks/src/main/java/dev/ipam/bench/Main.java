package dev.ipam.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the benchmarks. */
@Command(
    name = "bench",
    description = "Measures the drivers beside the limits of disk and database, and beside peers.",
    subcommands = {ListCommand.class, RunCommand.class, PicturesCommand.class, MemoryCommand.class})
public final class Main {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it.
  private boolean help;

  private Main() {}

  /** Starts it. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(args.length == 0 ? new String[] {"--help"} : args);
  }
}
