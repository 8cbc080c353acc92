package dev.ipam.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes the configured driver's store from a backup. */
@Command(
    name = "restore",
    description = {
      "Make the configured driver's store, where there is none, from what 'ipam backup' wrote.",
      "It does not serve until 'ipam migrate adopt --force' says that it shall."
    })
final class RestoreCommand extends Action {
  @Parameters(paramLabel = "DIR", description = "What 'ipam backup' wrote.")
  private Path directory = Path.of("");

  @Override
  void run() {
    root().builder().restore(surroundings().directory().resolve(directory));
    output()
        .say(
            "The store is restored, under an id of its own, and retired: nothing written since the"
                + " backup is in it. 'ipam migrate adopt --force' makes it the authority.");
  }
}
