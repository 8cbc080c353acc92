package dev.ipam;

import dev.ipam.spi.Capability;
import dev.ipam.spi.Setting;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A driver that was found on the class path or module path, or one that could not be used.
 *
 * @param name its name, or the provider's class name where it could not be made
 * @param aliases other names that it answers to
 * @param description one line that says what it is
 * @param origin where it was found
 * @param mostCapabilities the most that it can have
 * @param settings the configuration keys that it reads
 * @param problem why it cannot be used, or {@code null} where it can
 * @since 0.1
 */
public record FoundDriver(
    String name,
    Set<String> aliases,
    String description,
    String origin,
    Set<Capability> mostCapabilities,
    List<Setting> settings,
    @Nullable String problem) {
  /**
   * Copies the collections.
   *
   * @param name its name, or the provider's class name where it could not be made
   * @param aliases other names that it answers to
   * @param description one line that says what it is
   * @param origin where it was found
   * @param mostCapabilities the most that it can have
   * @param settings the configuration keys that it reads
   * @param problem why it cannot be used, or {@code null} where it can
   */
  public FoundDriver {
    aliases = Set.copyOf(aliases);
    mostCapabilities = Set.copyOf(mostCapabilities);
    settings = List.copyOf(settings);
  }

  /**
   * Says whether a name chooses this driver.
   *
   * @param wanted the name, as written after {@code ipam_driver}
   * @return whether it is the driver's name or one of its aliases
   */
  public boolean answersTo(String wanted) {
    return name.equals(wanted) || aliases.contains(wanted);
  }
}
