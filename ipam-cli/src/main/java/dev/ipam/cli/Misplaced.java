package dev.ipam.cli;

import java.util.HashSet;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Refuses options that would have no effect where they stand. */
final class Misplaced {
  /** Of these the last one would count, and the others would be gone in silence. */
  private static final Set<String> ONCE = Set.of("--config", "--output");

  private Misplaced() {}

  static void refuse(ParseResult line) {
    Set<String> given = new HashSet<>();
    for (ParseResult at = line; at != null; at = at.subcommand()) {
      if (at.isUsageHelpRequested()) {
        return;
      }
    }
    for (ParseResult at = line; at != null; at = at.subcommand()) {
      for (OptionSpec option : at.matchedOptions()) {
        String name = option.longestName();
        boolean everywhere = at == line || option.inherited();
        if (everywhere && ONCE.contains(name) && !given.add(name)) {
          throw misuse(at, "'" + name + "' is given twice; give it once");
        }
        if (!everywhere && at.hasSubcommand()) {
          ParseResult below = at.subcommand();
          throw misuse(
              below,
              "'" + name + "' does not go with '" + below.commandSpec().name() + "'; leave it out");
        }
      }
    }
  }

  private static ParameterException misuse(ParseResult at, String sentence) {
    return new ParameterException(at.commandSpec().commandLine(), sentence);
  }
}
