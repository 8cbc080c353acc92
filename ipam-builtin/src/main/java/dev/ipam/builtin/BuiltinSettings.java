package dev.ipam.builtin;

import dev.ipam.builtin.store.StoreOptions;
import dev.ipam.error.ConfigurationException;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.Setting;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the built-in driver.
 *
 * @param path the store's directory
 * @param store how the store is used
 * @param nativeDirectory where the native library is unpacked to, or null for the default
 */
record BuiltinSettings(Path path, StoreOptions store, @Nullable Path nativeDirectory) {
  private static final String PATH = "ipam.builtin.path";
  private static final String DURABILITY = "ipam.builtin.durability";
  private static final String NATIVE_DIR = "ipam.builtin.native-dir";
  private static final String CACHE_MIB = "ipam.builtin.cache-mib";
  private static final int LEAST_CACHE = 1;
  private static final int MOST_CACHE = 1 << 20;
  private static final int OPEN_FILES = 256;

  static final List<Setting> ALL =
      List.of(
          new Setting(
              PATH,
              "IPAM_BUILTIN_PATH",
              "./ipam-data",
              false,
              "The directory of the store; created by 'ipam init'."),
          Setting.of(
              DURABILITY,
              "sync",
              "What an answer survives: 'sync' (the loss of power) or 'os' (the process being"
                  + " killed, not the loss of power)."),
          Setting.of(
              NATIVE_DIR,
              null,
              "The directory, closed to all other users, that RocksDB's native library is unpacked"
                  + " to; by default in the user's cache."),
          Setting.of(
              CACHE_MIB,
              "32",
              "How much memory the store's blocks may take, in MiB (1 to 1048576)."));

  static BuiltinSettings of(DriverContext context) {
    Path path = path(PATH, context.setting(PATH).orElse("./ipam-data"));
    String chosen = context.setting(NATIVE_DIR).orElse(null);
    boolean sync =
        switch (context.setting(DURABILITY).orElse("sync")) {
          case "sync" -> true;
          case "os" -> false;
          default ->
              throw new ConfigurationException(
                  DURABILITY,
                  "\"" + context.required(DURABILITY) + "\" is not known; use sync or os");
        };
    long cache = (long) mebibytes(context.setting(CACHE_MIB).orElse("32")) << 20;
    return new BuiltinSettings(
        path,
        new StoreOptions(sync, cache, OPEN_FILES),
        chosen == null ? null : path(NATIVE_DIR, chosen).toAbsolutePath());
  }

  private static Path path(String key, String text) {
    if (text.isBlank()) {
      throw new ConfigurationException(key, "it is empty; give a directory");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new ConfigurationException(
          key, "it cannot be a path (" + e.getReason() + "); give a directory");
    }
  }

  private static int mebibytes(String text) {
    try {
      int value = Integer.parseInt(text);
      if (value >= LEAST_CACHE && value <= MOST_CACHE) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of bounds.
    }
    throw new ConfigurationException(
        CACHE_MIB,
        "\"" + text + "\" is not a whole number of " + LEAST_CACHE + " to " + MOST_CACHE);
  }
}
