package dev.ipam.cli;

import dev.ipam.cli.text.IoReasons;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A tour that runs real commands on a store of its own. */
@Command(
    name = "quickstart",
    description = "Take a tour in a temporary store: each command, the Java that does the same.")
final class QuickstartCommand extends Action {
  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Make the store in DIR, new or empty, and keep it.")
  private @Nullable Path keep;

  @Override
  void run() {
    Path directory = keep == null ? temporary() : kept(keep);
    try {
      QuickstartStore store = QuickstartStore.in(directory, root().config().driver());
      configure(directory, store);
      tour(directory, store);
    } finally {
      if (keep == null) {
        delete(directory);
      }
    }
  }

  private void tour(Path directory, QuickstartStore store) {
    PrintWriter out = surroundings().out();
    out.println("A tour of ipam, in a store of its own at " + directory + ".");
    out.println("Each step: the command, the Java that does the same, and what comes out.");
    for (QuickstartStep step : QuickstartStep.all(store)) {
      out.println();
      out.println(surroundings().style().bold(step.title()));
      for (List<String> words : step.commands()) {
        out.println("  $ ipam " + String.join(" ", words));
        runStep(directory, words);
      }
      step.java().forEach(line -> out.println(surroundings().style().dim("  java> " + line)));
    }
    out.println();
    out.println(
        keep == null
            ? "That was all; the store is removed. Next: 'ipam init', or 'ipam quickstart --keep DIR'."
            : "The store stays. Go on with: cd " + directory + " && ipam subnet list");
  }

  /** Runs a command as if it had been typed in the store's directory. */
  private void runStep(Path directory, List<String> words) {
    Surroundings here = surroundings();
    here.out().flush();
    Indented indented = new Indented(here.out());
    PrintWriter writer = new PrintWriter(indented, true);
    Surroundings there = new Surroundings(writer, writer, directory, Map.of(), false, false);
    int code = new Cli(there).run(words.toArray(String[]::new));
    writer.flush();
    if (code != QuickstartStep.expectedExitCode(words)) {
      throw new IllegalStateException(
          "'ipam " + String.join(" ", words) + "' ended with exit code " + code);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("ipam-quickstart-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path kept(Path wanted) {
    Path directory = surroundings().directory().resolve(wanted).toAbsolutePath().normalize();
    try {
      Files.createDirectories(directory);
      try (Stream<Path> children = Files.list(directory)) {
        if (children.findAny().isPresent()) {
          throw misuse("The directory " + directory + " is not empty: name a new or empty one");
        }
      }
      return directory;
    } catch (IOException e) {
      throw misuse("The directory " + directory + " cannot be used: " + IoReasons.of(e));
    }
  }

  private static void configure(Path directory, QuickstartStore store) {
    try {
      Files.writeString(directory.resolve(IpamCommand.DEFAULT_FILE), store.file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(QuickstartCommand::deleteOne);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
