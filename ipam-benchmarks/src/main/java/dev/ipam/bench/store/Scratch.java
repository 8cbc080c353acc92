package dev.ipam.bench.store;

import dev.ipam.Ipam;
import dev.ipam.testdb.JdbcEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A store of our own, removed when it is closed; one on a server is left to its server.
 *
 * @param ipam the opened store
 * @param directory where it is
 */
public record Scratch(Ipam ipam, Path directory) implements AutoCloseable {
  /**
   * Makes a store of the built-in driver.
   *
   * @param base in which directory
   * @param durability {@code sync} or {@code os}
   */
  public static Scratch builtin(Path base, String durability) throws IOException {
    Path directory = Files.createTempDirectory(base, "builtin-");
    return new Scratch(openBuiltin(directory, durability), directory);
  }

  /**
   * Makes a store of the built-in driver in memory.
   *
   * @param base where a directory is made that stays empty
   */
  public static Scratch inMemory(Path base) throws IOException {
    Path directory = Files.createTempDirectory(base, "memory-");
    return new Scratch(openBuiltin(directory, "memory"), directory);
  }

  static Ipam openBuiltin(Path directory, String durability) {
    return Ipam.builder()
        .set("ipam_driver", "builtin")
        .set("ipam.builtin.path", directory.resolve("store").toString())
        .set("ipam.builtin.durability", durability)
        .createIfMissing()
        .open();
  }

  /**
   * Makes a store of the reference driver.
   *
   * @param base where it may put files
   * @param endpoint the database
   */
  public static Scratch reference(Path base, JdbcEndpoint endpoint) throws IOException {
    Path directory = Files.createTempDirectory(base, "reference-");
    Ipam ipam =
        Ipam.builder()
            .set("ipam_driver", "reference")
            .set("ipam.reference.url", endpoint.url())
            .set("ipam.reference.user", endpoint.user())
            .set("ipam.reference.password", endpoint.password())
            .set("ipam.intents.path", directory.resolve("intents").toString())
            .createIfMissing()
            .open();
    return new Scratch(ipam, directory);
  }

  /** Closes a store of the built-in driver and opens it again. */
  public Scratch reopened() {
    ipam.close();
    return new Scratch(openBuiltin(directory, "sync"), directory);
  }

  @Override
  public void close() throws IOException {
    ipam.close();
    delete(directory);
  }

  /** Deletes a directory with everything in it. */
  public static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
