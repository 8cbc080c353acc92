package dev.ipam.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A migration needs memory for batches, not for what it copies: of each allocation 200 bytes would
 * be more than the heap.
 *
 * <p>{@code -Dipam.migration.heap=256 -Dipam.migration.fifty-thousands=100} is five million in 256
 * MB.
 */
class SmallHeapTest {
  private static final int HEAP = Integer.getInteger("ipam.migration.heap", 48);
  private static final int SUBNETS = Integer.getInteger("ipam.migration.fifty-thousands", 6);

  @TempDir Path directory;

  @Test
  void anyNumberOfAllocationsIsMigratedInASmallHeap() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP + "m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeapChild.class.getName(),
                directory.toString(),
                Integer.toString(SUBNETS))
            .redirectErrorStream(true)
            .start();
    String out;
    try {
      out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(child.waitFor()).as(out).isZero();
    } finally {
      child.destroyForcibly();
    }
    List<String> reports = out.lines().filter(line -> line.contains("MigrationReport")).toList();
    assertThat(reports).as(out).hasSize(2);
    assertThat(reports.get(0)).startsWith("import " + (1 + SUBNETS * 50_001L) + " ");
    assertThat(reports.get(1)).startsWith("comparison ");
  }
}
