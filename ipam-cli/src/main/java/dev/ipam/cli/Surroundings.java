package dev.ipam.cli;

import dev.ipam.cli.output.Style;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the command runs in.
 *
 * @param out for results
 * @param err for errors, logs and progress
 * @param directory the working directory
 * @param environment the environment variables
 * @param outIsTerminal whether a person sees what goes to {@code out} as it comes
 * @param errIsTerminal whether a person sees what goes to {@code err} as it comes
 */
record Surroundings(
    PrintWriter out,
    PrintWriter err,
    Path directory,
    Map<String, String> environment,
    boolean outIsTerminal,
    boolean errIsTerminal) {

  /** Colours only for a person's terminal that wants them (no-color.org). */
  Style style() {
    boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    boolean dumb = environment.getOrDefault("TERM", "").equals("dumb");
    return new Style(outIsTerminal && !refused && !dumb);
  }
}
