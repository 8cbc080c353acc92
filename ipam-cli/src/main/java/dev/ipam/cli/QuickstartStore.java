package dev.ipam.cli;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the tour has its store: with the driver that is configured, where that needs nothing
 * installed.
 *
 * @param driver the driver's name
 * @param key the setting that says where
 * @param value its value
 */
record QuickstartStore(String driver, String key, String value) {
  private static final List<String> REFERENCE = List.of("reference", "internal");

  static QuickstartStore in(Path directory, String driver) {
    Path store = directory.resolve("store");
    return REFERENCE.contains(driver)
        ? new QuickstartStore("reference", "ipam.reference.url", "jdbc:sqlite:" + store + ".db")
        : new QuickstartStore("builtin", "ipam.builtin.path", store.toString());
  }

  /** The lines of a configuration file. A backslash begins an escape there. */
  String file() {
    String escaped = value.replace("\\", "\\\\");
    return "ipam_driver = " + driver + "\n" + key + " = " + escaped + "\n";
  }

  /** The same in Java. */
  String settings() {
    String chosen = driver.equals("builtin") ? "" : ".set(\"ipam_driver\", \"" + driver + "\")";
    return chosen + ".set(\"" + key + "\", \"" + value + "\")";
  }
}
