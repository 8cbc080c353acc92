package dev.ipam.bench.store;

import dev.ipam.Ipam;
import dev.ipam.migration.dump.Dump;
import dev.ipam.migration.dump.DumpSummary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** An export in a process of its own, with a small heap: one that grew with the rows would fail. */
public final class ExportChild {
  private ExportChild() {}

  /** Exports the store in the first argument to the file in the second, and prints the rate. */
  public static void main(String[] args) throws Exception {
    try (Ipam ipam = Scratch.openBuiltin(Path.of(args[0]), "sync")) {
      long start = System.nanoTime();
      DumpSummary sum = Dump.write(ipam, Path.of(args[1]), (done, bytes) -> {});
      System.out.println(sum.records() * 1e9 / (System.nanoTime() - start));
    }
  }

  /**
   * Runs it.
   *
   * @param heap the heap's limit, for example {@code 64m}
   * @return the records a second
   */
  public static double run(String heap, Path store, Path file)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx" + heap,
                    "-cp",
                    System.getProperty("java.class.path"),
                    ExportChild.class.getName(),
                    store.toString(),
                    file.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      if (process.waitFor() != 0 || line == null) {
        throw new IOException("The export failed with a heap of " + heap + ".");
      }
      return Double.parseDouble(line);
    }
  }
}
