package dev.ipam.conformance.launch;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.ScratchUnderTest;
import dev.ipam.error.ConfigurationException;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Setting;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds how to make stores of a driver: a {@link DriverUnderTest} that its vendor put on the class
 * path ({@link ServiceLoader}), or else scratch stores as the provider names them.
 *
 * @since 0.1
 */
public final class Subjects {
  private Subjects() {}

  /**
   * Finds it. No store that is there already is ever touched: what names a store comes from the
   * driver's vendor, or is new for each store.
   *
   * @param provider the driver
   * @param given values of its settings; {@value ScratchUnderTest#STORE} in one is replaced by a
   *     name that is new for each store
   * @param loader where the vendor's class is looked for
   * @return the driver under test
   * @throws ConfigurationException if a value cannot be used so, or there is no way to make a store
   */
  public static DriverUnderTest find(
      IpamDriverProvider provider, Map<String, String> given, ClassLoader loader) {
    TreeSet<String> known =
        provider.settings().stream()
            .map(Setting::key)
            .collect(Collectors.toCollection(TreeSet::new));
    for (String key : given.keySet()) {
      if (!known.contains(key)) {
        throw new ConfigurationException(
            key, "driver \"" + provider.name() + "\" has no such setting; it has " + named(known));
      }
    }
    Iterator<DriverUnderTest> found = ServiceLoader.load(DriverUnderTest.class, loader).iterator();
    try {
      while (found.hasNext()) {
        DriverUnderTest subject = found.next();
        if (provider.name().equals(subject.provider().name())) {
          return own(subject, given);
        }
      }
    } catch (ServiceConfigurationError e) {
      String why = Objects.requireNonNullElse(e.getMessage(), e.toString());
      throw new ConfigurationException(
          "ipam_driver", "a DriverUnderTest on the class path is broken (" + why + "); mend it");
    }
    ScratchUnderTest scratch = new ScratchUnderTest(provider, given);
    // A value that cannot be used is told now, and not by every test.
    scratch.destroy(scratch.newStore());
    return scratch;
  }

  /**
   * Makes what a class says of a driver.
   *
   * @param name the name of a public class that implements {@link DriverUnderTest} and has a public
   *     constructor without parameters
   * @param loader where it is looked for
   * @return the driver under test
   * @throws ConfigurationException if it is not such a class
   */
  static DriverUnderTest ofClass(String name, ClassLoader loader) {
    try {
      return Class.forName(name, true, loader)
          .asSubclass(DriverUnderTest.class)
          .getConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
      throw new ConfigurationException(
          "ipam_driver",
          "the class "
              + name
              + " cannot be made ("
              + e
              + "); it must be public, implement DriverUnderTest and have a public constructor"
              + " without parameters");
    }
  }

  private static DriverUnderTest own(DriverUnderTest subject, Map<String, String> given) {
    if (!given.isEmpty()) {
      throw new ConfigurationException(
          given.keySet().iterator().next(),
          "the stores are made by "
              + subject.getClass().getName()
              + ", which takes no other settings; leave it out");
    }
    return subject;
  }

  private static String named(Set<String> keys) {
    return keys.isEmpty() ? "none" : String.join(", ", keys);
  }
}
