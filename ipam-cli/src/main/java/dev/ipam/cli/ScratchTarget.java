package dev.ipam.cli;

import dev.ipam.IpamBuilder;
import dev.ipam.error.StoreNotFoundException;
import dev.ipam.migrate.OpenedStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The target of a dry run: the driver's store, or where there is none yet, an empty one in a
 * temporary directory, which is removed afterwards.
 *
 * @param store the store
 * @param directory what to remove, or null
 */
record ScratchTarget(OpenedStore store, @Nullable Path directory) implements AutoCloseable {
  static ScratchTarget of(IpamCommand root, String driver) {
    try {
      return new ScratchTarget(root.builder().openStoreForReading(driver), null);
    } catch (StoreNotFoundException e) {
      return temporary(root, driver, e);
    }
  }

  private static ScratchTarget temporary(
      IpamCommand root, String driver, StoreNotFoundException missing) {
    Path directory = create();
    Map<String, String> settings =
        root.drivers().choose(driver).scratchStore(directory.resolve("store"));
    try {
      if (settings.isEmpty()) {
        throw missing;
      }
      IpamBuilder builder = root.builder();
      settings.forEach(builder::set);
      return new ScratchTarget(builder.openStore(driver, true), directory);
    } catch (RuntimeException e) {
      delete(directory);
      throw e;
    }
  }

  private static Path create() {
    try {
      Path directory = Files.createTempDirectory("ipam-dry-run-");
      Files.createDirectory(directory.resolve("store"));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    store.driver().close();
    if (directory != null) {
      delete(directory);
    }
  }
}
