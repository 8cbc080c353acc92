package dev.ipam.cli;

import dev.ipam.cli.text.Texts;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that completes this command in a shell. */
@Command(
    name = "completion",
    description = "Print a completion script: source <(ipam completion bash)")
final class CompletionCommand extends Action {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "bash|zsh", description = "The shell.")
  private String shell = "";

  @Override
  void run() {
    String script = AutoComplete.bash("ipam", spec.root().commandLine());
    if (!shell.equals("bash") && !shell.equals("zsh")) {
      throw misuse(
          "There is no completion for '" + Texts.quotable(shell) + "', only for bash and zsh");
    }
    if (shell.equals("zsh")) {
      // The script itself turns on bash completion when it finds itself in zsh; compinit must run
      // first.
      surroundings().out().println("autoload -Uz compinit && compinit");
    }
    surroundings().out().print(script);
  }
}
