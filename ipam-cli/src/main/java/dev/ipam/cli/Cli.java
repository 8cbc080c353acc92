package dev.ipam.cli;

import dev.ipam.cli.output.OutputFormat;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Runs one command line; the only place that decides on an exit code. */
final class Cli {
  private static final String[] HELP = {"--help"};

  private final Surroundings surroundings;

  Cli(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  int run(String... args) {
    Failures early =
        new Failures(
            surroundings.err(), wantsJson(List.of(args)), List.of(args).contains("--debug"));
    try {
      CommandLine line = commandLine(new IpamCommand(surroundings), early);
      int code = line.execute(args.length == 0 ? HELP : args);
      if (code == ExitCode.DONE.number()) {
        surroundings.out().flush();
      }
      return code;
    } catch (Throwable e) {
      return early.report(e).number();
    } finally {
      flushQuietly();
    }
  }

  /** After a failure, which may have been this one, what is left is written where it can be. */
  private void flushQuietly() {
    try {
      surroundings.out().flush();
    } catch (OutputFailure reported) {
      // It has been told already.
    }
  }

  static CommandLine commandLine(IpamCommand root, Failures failures) {
    Surroundings surroundings = root.surroundings();
    return new CommandLine(root)
        .setOut(surroundings.out())
        .setErr(surroundings.err())
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(surroundings.style().colour() ? Ansi.ON : Ansi.OFF))
        .registerConverter(OutputFormat.class, OutputFormat::named)
        .setExpandAtFiles(false)
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(100)
        .setExecutionStrategy(Cli::execute)
        .setParameterExceptionHandler((e, args) -> failures.report(e).number())
        .setExecutionExceptionHandler((e, line, parsed) -> failures.report(e).number());
  }

  private static int execute(ParseResult parsed) {
    Misplaced.refuse(parsed);
    return new RunLast().execute(parsed);
  }

  /** The format matters also for a command line that cannot be parsed. */
  private static boolean wantsJson(List<String> args) {
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      String value = "";
      if (arg.equals("--")) {
        return false;
      } else if (arg.equals("-o") || arg.equals("--output")) {
        value = i + 1 < args.size() ? args.get(i + 1) : "";
      } else if (arg.startsWith("--output=")) {
        value = arg.substring("--output=".length());
      } else if (arg.startsWith("-o")) {
        value = arg.substring(2).replaceFirst("^=", "");
      }
      if (value.equals("json")) {
        return true;
      }
    }
    return false;
  }
}
