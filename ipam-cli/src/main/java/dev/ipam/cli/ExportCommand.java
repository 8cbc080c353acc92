package dev.ipam.cli;

import dev.ipam.Ipam;
import dev.ipam.cli.output.Output;
import dev.ipam.cli.text.IoReasons;
import dev.ipam.migration.dump.Dump;
import dev.ipam.migration.dump.DumpSummary;
import dev.ipam.request.Subnet;
import dev.ipam.request.Usage;
import dev.ipam.spi.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes everything that the store holds to a file. */
@Command(
    name = "export",
    description = {
      "Write everything that the store holds, as of one moment, to a file of no driver's own form;",
      "compressed where its name ends in " + Dump.COMPRESSED + ". A dump that is there is replaced."
    })
final class ExportCommand extends Action.Reading {
  /** Counting what is in more subnets takes longer than is worth it. */
  private static final int MOST_COUNTED = 1_000;

  @Parameters(paramLabel = "FILE")
  private Path file = Path.of("");

  @Override
  void run(Ipam ipam, Output output) {
    Capability.EXPORT.require(ipam.capabilities());
    Path target = surroundings().directory().resolve(file);
    refuseWhatIsNoDump(target);
    try (Progress progress = new Progress(surroundings(), "allocations", total(ipam))) {
      long[] shown = {0};
      DumpSummary sum =
          Dump.write(
              ipam,
              target,
              (done, bytes) -> {
                progress.add(done.allocations() - shown[0]);
                shown[0] = done.allocations();
              });
      output.one(Columns.DUMP, sum);
    } catch (IOException e) {
      throw misuse("The file " + target + " cannot be written: " + IoReasons.of(e));
    }
  }

  /** A wrong name, or arguments in a wrong order, must not cost anybody a file. */
  private void refuseWhatIsNoDump(Path target) {
    try {
      if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS) && !Dump.mayBeOne(target)) {
        throw misuse(
            "The file " + target + " is there and is no dump; remove it, or name another one");
      }
    } catch (IOException e) {
      throw misuse("The file " + target + " cannot be replaced: " + IoReasons.of(e));
    }
  }

  /** How many allocations there are, for whoever watches; 0 where that is not counted. */
  private long total(Ipam ipam) {
    if (!surroundings().errIsTerminal()) {
      return 0;
    }
    List<String> subnets;
    try (Stream<Subnet> all = ipam.subnets()) {
      subnets = all.limit(MOST_COUNTED + 1L).map(Subnet::id).toList();
    }
    if (subnets.size() > MOST_COUNTED) {
      return 0;
    }
    long sum = 0;
    for (String subnet : subnets) {
      Usage usage = ipam.usage(subnet);
      sum += usage.allocated().add(usage.outsidePools()).longValue();
    }
    return sum;
  }
}
