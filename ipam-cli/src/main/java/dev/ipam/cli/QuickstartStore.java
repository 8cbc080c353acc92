package dev.ipam.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the tour has its store: with the driver that is configured, where that needs nothing
 * installed; and where it has another one, of the driver that it switches to.
 *
 * @param first what it begins and ends with
 * @param second what it switches to in between
 */
record QuickstartStore(Place first, Place second) {
  private static final List<String> REFERENCE = List.of("reference", "internal");

  /**
   * The store of a driver.
   *
   * @param driver the driver's name
   * @param key the setting that says where
   * @param value its value
   */
  record Place(String driver, String key, String value) {}

  static QuickstartStore in(Path directory, String driver) {
    Path store = directory.resolve("store");
    Place builtin = new Place("builtin", "ipam.builtin.path", store.toString());
    Place reference = new Place("reference", "ipam.reference.url", "jdbc:sqlite:" + store + ".db");
    return REFERENCE.contains(driver)
        ? new QuickstartStore(reference, builtin)
        : new QuickstartStore(builtin, reference);
  }

  /** The lines of a configuration file. A backslash begins an escape there. */
  String file() {
    return "ipam_driver = "
        + first.driver
        + "\n"
        + Stream.of(first, second)
            .map(place -> place.key + " = " + place.value.replace("\\", "\\\\") + "\n")
            .collect(Collectors.joining());
  }

  /** The same in Java, two lines. */
  List<String> settings() {
    String chosen =
        first.driver.equals("builtin") ? "" : ".set(\"ipam_driver\", \"" + first.driver + "\")";
    return List.of(chosen + set(first), set(second));
  }

  private static String set(Place place) {
    return ".set(\"" + place.key + "\", \"" + place.value + "\")";
  }
}
