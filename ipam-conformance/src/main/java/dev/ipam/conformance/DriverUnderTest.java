package dev.ipam.conformance;

import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriverProvider;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A driver that the kit tests: all that its vendor writes.
 *
 * <pre>{@code
 * public final class AcmeUnderTest implements DriverUnderTest {
 *   public IpamDriverProvider provider() {
 *     return new AcmeProvider();
 *   }
 *   public Set<Capability> capabilities() {
 *     return EnumSet.of(Capability.POLICIES, Capability.BULK, Capability.DURABLE);
 *   }
 *   public Map<String, String> newStore() {
 *     return Map.of("ipam.acme.path", Temp.newDirectory().resolve("store").toString());
 *   }
 *   public void destroy(Map<String, String> store) {
 *     Temp.delete(store.get("ipam.acme.path"));
 *   }
 * }
 * }</pre>
 *
 * <p>The class is public and has a public constructor without parameters, so that child processes
 * can make one. Its methods may be called from several threads, for different stores at a time.
 *
 * @since 0.1
 */
public interface DriverUnderTest {
  /**
   * Returns what opens the driver.
   *
   * @return the provider
   */
  IpamDriverProvider provider();

  /**
   * Returns the capabilities that the driver declares; the kit compares them with those of the
   * opened driver.
   *
   * @return the capabilities
   */
  Set<Capability> capabilities();

  /**
   * Names a store that does not exist yet. The kit opens it with leave to create it, closes it, and
   * opens it again, in this process or another one, by the same settings.
   *
   * @return values of the driver's settings; those left out get their defaults
   */
  Map<String, String> newStore();

  /**
   * Removes a store that the kit is done with, whether it was ever opened or not.
   *
   * @param store the settings that {@link #newStore} returned
   */
  default void destroy(Map<String, String> store) {}

  /**
   * Returns the rules that the driver is known to break, each with the reason. Such a rule does not
   * fail the run; it is in the report as a known gap, and fails as soon as it passes.
   *
   * @return reasons by number of the rule, such as {@code 3.12}; none by default
   */
  default Map<String, String> knownGaps() {
    return Map.of();
  }

  /**
   * Returns the driver's version, for reports.
   *
   * @return by default that in the manifest of the provider's jar, or {@code unknown}
   */
  default String version() {
    String version = provider().getClass().getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  /**
   * Returns the directory that holds all of a store, where it is kept in files of this machine. The
   * kit then plays a loss of power: it watches which files a process of its own makes durable,
   * leaves in that directory only those, and opens the store again. Without it the kit reports
   * durability through a loss of power as not proven.
   *
   * @param store the settings that {@link #newStore} returned
   * @return the directory, which need not exist yet; nothing for a store that is elsewhere
   */
  default Optional<Path> directory(Map<String, String> store) {
    return Optional.empty();
  }

  /**
   * Makes a closed store look as though a later version of the driver had written it. The kit then
   * sees that it is refused and left as it is. Without it the kit reports that as not proven.
   *
   * @param store the settings that {@link #newStore} returned
   * @return whether that was done
   */
  default boolean makeNewer(Map<String, String> store) {
    return false;
  }

  /**
   * Names a store that {@link #outage} can take away, in the way of {@link #newStore}. The kit then
   * sees how the driver says that its writes fail, and that it serves again by itself. Without it
   * the kit reports that as not proven.
   *
   * @return values of the driver's settings; nothing where there is no means
   */
  default Optional<Map<String, String>> newFragileStore() {
    return Optional.empty();
  }

  /**
   * Takes an open store away: from now on its writes fail, and those of no other store, until the
   * outage is closed.
   *
   * @param store the settings that {@link #newFragileStore} returned
   * @return the outage that has begun
   */
  default StoreOutage outage(Map<String, String> store) {
    throw new IllegalStateException("no store of this driver can be taken away");
  }

  /**
   * Returns what the processes that the kit starts are given besides: they get no system properties
   * and next to nothing of the environment of this process.
   *
   * @return options of the JVM such as {@code -Dacme.license=/etc/acme} or {@code -Xmx256m}, which
   *     come after the kit's own and so prevail; none by default
   */
  default List<String> childOptions() {
    return List.of();
  }

  /**
   * Opens a connection to the database of a store, as a service has one that joins its transactions
   * ({@link Capability#TRANSACTIONAL}). Without it the kit reports that as not proven.
   *
   * @param store the settings that {@link #newStore} returned
   * @return the connection, which the kit closes; nothing where there is no means
   */
  default Optional<Connection> connection(Map<String, String> store) {
    return Optional.empty();
  }
}
