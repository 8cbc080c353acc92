package dev.ipam.bench;

import dev.ipam.error.IpamException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

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

  /** What was asked for wrongly, or cannot be had here, is one sentence; the rest is a fault. */
  private static int refuse(Exception e, CommandLine command, ParseResult parsed) throws Exception {
    if (e instanceof IpamException
        || e instanceof IllegalArgumentException
        || e instanceof IOException) {
      String reason = e instanceof IOException ? "cannot write: " + e.getMessage() : e.getMessage();
      command.getErr().println("bench: " + reason);
      return command.getCommandSpec().exitCodeOnInvalidInput();
    }
    throw e;
  }

  static int run(String... args) {
    return command().execute(args.length == 0 ? new String[] {"--help"} : args);
  }

  static CommandLine command() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::refuse);
  }
}
