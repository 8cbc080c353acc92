package dev.ipam.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs the conformance kit. Its types are known to {@link ConformanceRun} alone: every start of the
 * command looks at this class.
 */
@Command(
    name = "conformance",
    description = {
      "Check a driver against the contract, on scratch stores that are removed afterwards; several",
      "drivers also against each other. What ./"
          + IpamCommand.DEFAULT_FILE
          + " and the environment",
      "say of stores is not used. Where -c or --set says where stores go, as for a test server, {store}",
      "in the value stands for a name that is new for each store; such stores stay there."
    })
final class ConformanceCommand extends Action {
  @Parameters(arity = "1..*", paramLabel = "DRIVER", description = "The driver's name.")
  private List<String> drivers = new ArrayList<>();

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Write the report there: HTML, JSON and JUnit XML.")
  private @Nullable Path directory;

  @Option(
      names = "--effort",
      paramLabel = "default|long",
      description = "How much to do: about a minute (the default), or a quarter of an hour.")
  private String effort = "default";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Where randomness starts from; 1 by default.")
  private long seed = 1;

  @Option(
      names = "--rules",
      paramLabel = "LIST",
      description =
          "Run only these rules, chapters and checks, such as 2.35,3.*,model; several drivers are"
              + " then not compared.")
  private String rules = "";

  private boolean passed;

  @Override
  void run() {
    root().logQuietly();
    passed = new ConformanceRun(this, drivers, effort, seed, rules).run(directory);
  }

  @Override
  ExitCode exitCode() {
    return passed ? ExitCode.DONE : ExitCode.NOT_AS_IT_MUST_BE;
  }
}
