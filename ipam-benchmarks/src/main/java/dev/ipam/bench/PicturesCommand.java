package dev.ipam.bench;

import dev.ipam.bench.report.Machine;
import dev.ipam.bench.scenario.Bench;
import dev.ipam.bench.scenario.Effort;
import dev.ipam.bench.scenario.Pictures;
import dev.ipam.bench.store.Scratch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Draws the pictures. */
@Command(
    name = "pictures",
    description = {
      "Measure what the pictures of docs/performance.md show, and draw them. Lines that were not",
      "measured in the same run are dashed."
    })
final class PicturesCommand implements Callable<Integer> {
  @Option(
      names = "--effort",
      paramLabel = "full|quick|smoke",
      description = "How much to do; 'full', the default, is what is published.")
  private Effort effort = Effort.FULL;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Where stores are made, and so which disk is measured; by default here.")
  private Path directory = Path.of("").toAbsolutePath();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Write the SVG files there.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws Exception {
    Files.createDirectories(directory);
    Files.createDirectories(out);
    Path own = Files.createTempDirectory(directory, "ipam-bench-");
    try {
      Map<String, String> machine = Machine.describe(own);
      String subtitle =
          machine.get("processor")
              + ", "
              + machine.get("cores")
              + " cores, "
              + machine.get("file system")
              + ", "
              + machine.get("time")
              + ", load "
              + machine.get("load");
      for (Map.Entry<String, String> each :
          new Pictures(new Bench(effort, own), subtitle).draw().entrySet()) {
        Files.writeString(out.resolve(each.getKey()), each.getValue());
        System.out.println(out.resolve(each.getKey()));
      }
    } finally {
      Scratch.delete(own);
    }
    return 0;
  }
}
