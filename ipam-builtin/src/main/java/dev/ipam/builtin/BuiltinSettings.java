package dev.ipam.builtin;

import dev.ipam.builtin.store.ChangeRetention;
import dev.ipam.builtin.store.StoreOptions;
import dev.ipam.error.ConfigurationException;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.Setting;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the built-in driver.
 *
 * @param path the store's directory
 * @param durability what an answer survives
 * @param store how the store is used
 * @param nativeDirectory where the native library is unpacked to, or null for the default
 */
record BuiltinSettings(
    Path path, Durability durability, StoreOptions store, @Nullable Path nativeDirectory) {
  /** What an answer survives. */
  enum Durability {
    /** The loss of power. */
    SYNC,
    /** The process being killed. */
    OS,
    /** Nothing: there is no file. */
    MEMORY
  }

  private static final String PATH = "ipam.builtin.path";
  static final String DURABILITY = "ipam.builtin.durability";
  private static final String NATIVE_DIR = "ipam.builtin.native-dir";
  private static final String CACHE_MIB = "ipam.builtin.cache-mib";
  private static final String CHANGES = "ipam.builtin.changes";
  private static final String CHANGES_HOURS = "ipam.builtin.changes-hours";
  static final String MEMORY = "memory";
  private static final int LEAST_CACHE = 1;
  private static final int MOST_CACHE = 1 << 20;
  private static final int MOST_HOURS = 876_600;
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
              "What an answer survives: 'sync' (the loss of power), 'os' (the process being killed,"
                  + " not the loss of power) or 'memory' (nothing: the store is made empty in a"
                  + " program that embeds it, and ends with it)."),
          Setting.of(
              NATIVE_DIR,
              null,
              "The directory, closed to all other users, that RocksDB's native library is unpacked"
                  + " to; by default in the user's cache."),
          Setting.of(
              CACHE_MIB,
              "32",
              "How much memory the store's blocks may take, in MiB (1 to 1048576)."),
          Setting.of(
              CHANGES,
              "1000000",
              "How many changes are kept for those who follow the store; 0 for none."),
          Setting.of(CHANGES_HOURS, "168", "For how many hours changes are kept (1 to 876600)."));

  static BuiltinSettings of(DriverContext context) {
    Path path = path(PATH, context.setting(PATH).orElse("./ipam-data"));
    String chosen = context.setting(NATIVE_DIR).orElse(null);
    Durability durability = durability(context.setting(DURABILITY).orElse("sync"));
    boolean sync = durability == Durability.SYNC;
    long cache =
        (long) number(CACHE_MIB, context.setting(CACHE_MIB).orElse("32"), LEAST_CACHE, MOST_CACHE)
            << 20;
    return new BuiltinSettings(
        path,
        durability,
        new StoreOptions(sync, cache, OPEN_FILES, changes(context), false),
        chosen == null ? null : path(NATIVE_DIR, chosen).toAbsolutePath());
  }

  private static Durability durability(String text) {
    return switch (text) {
      case "sync" -> Durability.SYNC;
      case "os" -> Durability.OS;
      case MEMORY -> Durability.MEMORY;
      default ->
          throw new ConfigurationException(
              DURABILITY, "\"" + text + "\" is not known; use sync, os or memory");
    };
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

  private static ChangeRetention changes(DriverContext context) {
    String count = context.setting(CHANGES).orElse("1000000");
    String hours = context.setting(CHANGES_HOURS).orElse("168");
    return new ChangeRetention(
        number(CHANGES, count, 0, Integer.MAX_VALUE),
        Duration.ofHours(number(CHANGES_HOURS, hours, 1, MOST_HOURS)).toMillis());
  }

  private static int number(String key, String text, int least, int most) {
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of bounds.
    }
    throw new ConfigurationException(
        key, "\"" + text + "\" is not a whole number of " + least + " to " + most);
  }
}
