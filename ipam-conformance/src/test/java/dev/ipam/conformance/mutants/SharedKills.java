package dev.ipam.conformance.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** What became of the faults that were seeded in shared code. */
final class SharedKills {
  private SharedKills() {}

  /**
   * What became of one.
   *
   * @param fault the fault
   * @param first where it was caught at its rule
   * @param second on which other history
   * @param message the message
   * @param flaw why it does not count; empty where it does
   */
  record SharedKill(SharedFault fault, String first, String second, String message, String flaw) {}

  static SharedKill of(SharedFault fault) {
    try {
      return killed(fault);
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException(fault.fault(), e);
    }
  }

  private static SharedKill killed(SharedFault fault)
      throws IOException, ReflectiveOperationException {
    Path directory = Files.createTempDirectory("ipam-seeded");
    try (SeededLoader loader = SeededLoader.of(fault, directory)) {
      String[] caught =
          (String[])
              loader
                  .loadClass(SeededRun.class.getName())
                  .getMethod("caught", String.class, String.class)
                  .invoke(null, fault.rule(), fault.also());
      return new SharedKill(
          fault,
          caught[0],
          caught[2],
          Kill.observed(caught[1]),
          Kill.flaw(fault.rule(), caught[1], caught[2]));
    } finally {
      delete(directory);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
