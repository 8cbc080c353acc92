package dev.ipam.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Opens a driver. The setting {@code ipam_driver} names it; {@link java.util.ServiceLoader} finds
 * it: a driver's jar lists its provider in {@code META-INF/services} and, as a module, provides it.
 *
 * <p>Making a provider must be cheap and without side effects: all that are found are made, one is
 * opened.
 *
 * @since 0.1
 */
public interface IpamDriverProvider {
  /**
   * Returns the name to write after {@code ipam_driver}: lower-case letters, digits, dashes.
   *
   * @return the name
   */
  String name();

  /**
   * Returns other names that the driver answers to.
   *
   * @return the names, usually none
   */
  default Set<String> aliases() {
    return Set.of();
  }

  /**
   * Returns one line that says what the driver is.
   *
   * @return the description
   */
  String description();

  /**
   * Returns the most that a driver opened by this provider can have.
   *
   * @return the capabilities
   */
  Set<Capability> mostCapabilities();

  /**
   * Returns the settings that the driver reads. Any other key below {@code ipam.<name>.} is refused
   * before the driver is opened.
   *
   * @return the settings
   */
  List<Setting> settings();

  /**
   * Names a store that does not exist yet, for a try that leaves nothing behind: {@code ipam
   * conformance} makes many of them.
   *
   * @param directory an empty directory of this store's own, which is removed afterwards
   * @return values of those settings that say where the store is; empty where a store cannot be
   *     made without its operator, as on a server. By default a path in the directory, where there
   *     is a setting {@code ipam.<name>.path}
   */
  default Map<String, String> scratchStore(Path directory) {
    String key = "ipam." + name() + ".path";
    boolean hasPath = settings().stream().anyMatch(setting -> setting.key().equals(key));
    return hasPath ? Map.of(key, directory.resolve("store").toString()) : Map.of();
  }

  /**
   * Names the setting by which a store would end with the program that opens it, such as one in
   * memory alone. The command, which is another program each time, refuses to work on such a store.
   *
   * @param settings the values of the driver's settings, defaults included, by key
   * @return the key of the setting; by default nothing, for a store that outlives the program
   */
  default Optional<String> endsWithProgram(Map<String, String> settings) {
    return Optional.empty();
  }

  /**
   * Opens the driver's store.
   *
   * @param context the settings, whether a missing store may be created, clock and randomness
   * @return the opened driver
   * @throws dev.ipam.error.ConfigurationException if a setting cannot be used
   * @throws dev.ipam.error.StoreNotFoundException if there is no store and none may be created
   * @throws dev.ipam.error.StoreInUseException if another process has it and it cannot be shared
   * @throws dev.ipam.error.StoreFormatUnsupportedException if it is of an unknown format
   * @throws dev.ipam.error.StoreCorruptException if it is damaged
   * @throws dev.ipam.error.UnavailableException if it cannot be reached
   * @ipam.rule 6.13..6.18
   */
  IpamDriver open(DriverContext context);
}
