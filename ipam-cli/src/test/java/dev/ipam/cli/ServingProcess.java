package dev.ipam.cli;

import dev.ipam.Ipam;
import dev.ipam.migration.control.MigrationControl;
import dev.ipam.request.AllocationRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A JVM of its own that has a store and goes on allocating from its subnet {@code a}. */
final class ServingProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  ServingProcess(Path store) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ServingProcess.class.getName(),
                store.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
  }

  public static void main(String[] args) {
    Ipam ipam =
        Ipam.builder()
            .set("ipam.builtin.path", args[0])
            .set("ipam.builtin.durability", "os")
            .set("ipam.second.path", args[0] + "-of-the-second")
            .set("ipam.second.durability", "os")
            .open();
    MigrationControl.listen(ipam, Path.of(args[0]));
    for (long count = 1; !System.out.checkError(); count++) {
      ipam.allocate(AllocationRequest.any("a").withOwner("service"));
      System.out.println(count);
    }
  }

  long pid() {
    return process.pid();
  }

  /**
   * Waits until it has made this many allocations more, and returns how many there are at least.
   */
  long await(long more) throws IOException {
    long reached = 0;
    for (long i = 0; i < more; i++) {
      String line = out.readLine();
      if (line == null) {
        throw new IOException("the process has ended");
      }
      reached = Long.parseLong(line);
    }
    return reached;
  }

  /** Waits until it says that it has made so many allocations altogether. */
  void awaitCount(long count) throws IOException {
    long reached = 0;
    while (reached < count) {
      reached = await(1);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
