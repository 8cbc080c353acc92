package dev.ipam.cli;

import dev.ipam.Ipam;
import dev.ipam.cli.text.IoReasons;
import dev.ipam.migration.dump.Dump;
import dev.ipam.migration.dump.DumpProgress;
import dev.ipam.migration.dump.DumpSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads what an export wrote. */
@Command(
    name = "import",
    description = {
      "Read what 'ipam export' wrote into a store that holds nothing.",
      "It takes effect as a whole, or not at all."
    })
final class ImportCommand extends Action {
  @Parameters(paramLabel = "FILE")
  private Path file = Path.of("");

  @Option(
      names = "--check",
      description = "Only say whether the file is whole and could be imported; use no store.")
  private boolean checkOnly;

  @Override
  void run() {
    Path source = surroundings().directory().resolve(file);
    try {
      long size = Files.size(source);
      if (checkOnly) {
        output().one(Columns.DUMP, read(source, size, null));
      } else {
        try (Ipam ipam = root().builder().open()) {
          output().one(Columns.DUMP, read(source, size, ipam));
        }
      }
    } catch (IOException e) {
      throw misuse("The file " + source + " cannot be read: " + IoReasons.of(e));
    }
  }

  private DumpSummary read(Path source, long size, @Nullable Ipam ipam) throws IOException {
    try (Progress progress = new Progress(surroundings(), "bytes", size)) {
      long[] shown = {0};
      DumpProgress tell =
          (done, bytes) -> {
            progress.add(bytes - shown[0]);
            shown[0] = bytes;
          };
      return ipam == null ? Dump.check(source, tell) : Dump.read(source, ipam, tell);
    }
  }
}
