package dev.ipam.cli;

import dev.ipam.Ipam;
import dev.ipam.cli.output.Column;
import dev.ipam.cli.output.Output;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes a backup of the store in its driver's own form. */
@Command(
    name = "backup",
    description = {
      "Write a backup of a built-in store, as of one moment, to a new directory. Of a store in a",
      "database, make it with the database's tools (docs/command.md); 'ipam export' works on any."
    })
final class BackupCommand extends Action.OnStore {
  @Parameters(paramLabel = "DIR", description = "A directory that is new or empty.")
  private Path directory = Path.of("");

  @Override
  void run(Ipam ipam, Output output) {
    Path target = surroundings().directory().resolve(directory);
    ipam.backup(target);
    tell("The backup is in " + target + ".", List.of(Column.shown("directory", to -> to)), target);
  }
}
