package dev.ipam.migration.dump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.Ipam;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Export, import and export of many allocations; how many, the property {@code
 * ipam.dump.allocations} says. {@code docs/dump-format.md} has the command for ten million in a
 * small heap.
 */
class DumpAtScaleTest {
  private static final int BULK = 200_000;

  @TempDir Path directory;

  @Test
  void comesBackTheSame() throws IOException {
    int count = Integer.getInteger("ipam.dump.allocations", 100_000);
    Path first = directory.resolve("first.jsonl");
    Path second = directory.resolve("second.jsonl");
    Path compressed = directory.resolve("second.jsonl.gz");
    try (Ipam origin = open("origin")) {
      origin.createSubnet(SubnetRequest.of("net", "10.0.0.0/8"));
      for (int left = count; left > 0; left -= BULK) {
        origin.allocateAll(
            AllocationRequest.bulk("net", Math.min(BULK, left))
                .withOwner("owner-" + left)
                .withKey("key-" + left));
      }
      timed("export", count, () -> Dump.write(origin, first, DumpProgress.NONE));
    }
    try (Ipam copy = open("copy")) {
      timed("import", count, () -> Dump.read(first, copy, DumpProgress.NONE));
      timed("export, compressed", count, () -> Dump.write(copy, compressed, DumpProgress.NONE));
      timed("export", count, () -> Dump.write(copy, second, DumpProgress.NONE));
      timed("check, compressed", count, () -> Dump.check(compressed, DumpProgress.NONE));
    }
    System.out.printf(
        Locale.ROOT,
        "%,d bytes, %,d compressed, heap of at most %,d MiB%n",
        Files.size(first),
        Files.size(compressed),
        Runtime.getRuntime().maxMemory() >> 20);

    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
  }

  private interface Step {
    DumpSummary run() throws IOException;
  }

  private static void timed(String what, int count, Step step) throws IOException {
    long start = System.nanoTime();
    long cpuStart = cpuNanos();
    DumpSummary sum = step.run();
    double cpu = (cpuNanos() - cpuStart) / 1e9;
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%s: %,.1f s, %,.1f s of processors, %,.0f allocations/s%n",
        what,
        seconds,
        cpu,
        count / seconds);
    assertThat(sum.allocations()).isEqualTo(count);
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  private Ipam open(String name) {
    return Ipam.builder()
        .set("ipam.builtin.path", directory.resolve(name).toString())
        .set("ipam.builtin.durability", "os")
        .createIfMissing()
        .open();
  }
}
