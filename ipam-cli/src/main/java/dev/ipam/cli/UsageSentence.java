package dev.ipam.cli;

import dev.ipam.cli.text.Texts;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one sentence what is wrong with a command line, and what to do. */
final class UsageSentence {
  private static final int SHOWN = 80;
  private static final int SUGGESTED = 3;

  private UsageSentence() {}

  static String of(ParameterException e) {
    String where = e.getCommandLine().getCommandSpec().qualifiedName(" ");
    String see = "see '" + where + " --help'.";
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      return unmatched(unmatched, where) + see;
    }
    String message =
        Texts.shorten(String.valueOf(e.getMessage()), 4 * SHOWN)
            .replaceFirst("^Error: ", "")
            .replace("is not an int", "is not a whole number")
            .replace("is not a long", "is not a whole number")
            .replace("option option", "option")
            .replaceFirst("\\.*\\s*$", "");
    boolean missing = e instanceof MissingParameterException;
    return (missing ? "'" + where + "': " + message : message) + "; " + see;
  }

  private static String unmatched(UnmatchedArgumentException e, String where) {
    String argument = e.getUnmatched().get(0);
    boolean option = argument.startsWith("-");
    boolean group = !e.getCommandLine().getSubcommands().isEmpty();
    String kind = option ? "option" : group ? "command" : "argument";
    String named = "'" + Texts.shorten(argument, SHOWN) + "'";
    List<String> near = argument.length() > SHOWN ? List.of() : e.getSuggestions();
    String offered =
        near.stream()
            .limit(SUGGESTED)
            .map(UsageSentence::lastWord)
            .distinct()
            .map(s -> "'" + s + "'")
            .collect(Collectors.joining(" or "));
    return "'"
        + where
        + "' takes no "
        + kind
        + " "
        + named
        + (offered.isEmpty() || kind.equals("argument") ? "; " : "; did you mean " + offered + "? ")
        + (offered.isEmpty() || kind.equals("argument") ? "" : "Otherwise ");
  }

  private static String lastWord(String suggestion) {
    return suggestion.substring(suggestion.lastIndexOf(' ') + 1);
  }
}
