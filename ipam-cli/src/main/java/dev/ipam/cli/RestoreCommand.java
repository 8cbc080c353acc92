package dev.ipam.cli;

import dev.ipam.cli.output.Column;
import java.nio.file.Path;
import java.util.List;
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
  private static final List<Column<String>> RESTORED =
      List.of(Column.shown("driver", name -> name), Column.shown("authority", name -> "retired"));

  @Parameters(paramLabel = "DIR", description = "What 'ipam backup' wrote.")
  private Path directory = Path.of("");

  @Override
  void run() {
    root().builder().restore(surroundings().directory().resolve(directory));
    tell(
        "The store is restored, under an id of its own, and retired: nothing written since the"
            + " backup is in it. 'ipam migrate adopt --force' makes it the authority.",
        RESTORED,
        root().drivers().choose(root().config().driver()).name());
  }
}
