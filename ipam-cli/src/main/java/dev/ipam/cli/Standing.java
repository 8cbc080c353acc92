package dev.ipam.cli;

import dev.ipam.FoundDriver;
import dev.ipam.IpamBuilder;
import dev.ipam.IpamConfig;
import dev.ipam.cli.output.Column;
import dev.ipam.error.ConfigurationException;
import dev.ipam.error.IpamException;
import dev.ipam.error.StoreNotFoundException;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.migration.control.MigrationClient;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.AuthorityState.Following;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.Capability;
import dev.ipam.spi.Setting;
import dev.ipam.spi.StoreRef;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one configured store is in the order of authorities.
 *
 * @param driver the driver's name
 * @param storeId the store's id, or {@code null} where it could not be opened
 * @param location where it is, likewise
 * @param state what it is, likewise
 * @param problem why it could not be opened, or {@code null}
 */
record Standing(
    String driver,
    @Nullable String storeId,
    @Nullable String location,
    @Nullable AuthorityState state,
    @Nullable String problem) {

  static final List<Column<Standing>> COLUMNS =
      List.of(
          Column.shown("driver", Standing::driver),
          Column.shown("authority", Standing::word),
          Column.shown("epoch", Standing::epoch),
          Column.shown("other_store", Standing::other),
          Column.shown("knows_what_it_misses", Standing::knows),
          Column.shown("store_id", Standing::storeId),
          Column.shown("location", Standing::location),
          Column.shown("problem", Standing::problem));

  /** Looks at the store of every driver that records authority and has one. */
  static List<Standing> all(IpamCommand root) {
    List<Standing> all = new ArrayList<>();
    for (FoundDriver found : root.drivers().drivers()) {
      if (found.problem() == null && found.mostCapabilities().contains(Capability.AUTHORITY)) {
        Standing standing = of(root, found.name());
        if (standing != null) {
          all.add(standing);
        }
      }
    }
    return all;
  }

  /** Connects to the process that has a driver's store to itself, where it listens. */
  static Optional<MigrationClient> servingProcess(IpamCommand root, String driver) {
    Standing standing = of(root, driver);
    String location = standing == null ? null : standing.location();
    try {
      return location == null
          ? Optional.empty()
          : Optional.of(Path.of(location))
              .filter(Files::isDirectory)
              .flatMap(MigrationClient::connect);
    } catch (InvalidPathException e) {
      // It is in no directory.
      return Optional.empty();
    }
  }

  private static @Nullable Standing of(IpamCommand root, String driver) {
    // What is wrong with the configuration as a whole is no matter of one store.
    IpamBuilder builder = root.builder();
    OpenedStore store;
    try {
      store = builder.openStoreForReading(driver);
    } catch (StoreNotFoundException e) {
      return null;
    } catch (IpamException e) {
      if (e instanceof ConfigurationException wrong && isNotMeant(root, driver, wrong)) {
        return null;
      }
      return new Standing(driver, null, null, null, e.getMessage());
    }
    try {
      return new Standing(
          driver,
          store.driver().store().id(),
          store.driver().store().location(),
          store.hasAuthority() ? store.authority().state() : null,
          null);
    } finally {
      store.driver().close();
    }
  }

  /**
   * A driver of which nothing is set, and which cannot do without, has no store here. Whatever else
   * is wrong may hide one.
   */
  private static boolean isNotMeant(IpamCommand root, String driver, ConfigurationException wrong) {
    if (!wrong.reason().startsWith("it is not set")) {
      return false;
    }
    IpamConfig config = root.config();
    List<Setting> settings = root.drivers().choose(driver).settings();
    return settings.stream()
            .allMatch(each -> config.value(each).equals(Optional.ofNullable(each.defaultValue())))
        && settings.stream().anyMatch(each -> each.key().equals(wrong.key()));
  }

  @Nullable String word() {
    return state == null ? null : state.word();
  }

  @Nullable StoreRef other() {
    return state == null ? null : state.other().orElse(null);
  }

  /** An unused store has no epoch. */
  @Nullable Long epoch() {
    return state == null || state.epoch() == 0 ? null : state.epoch();
  }

  private @Nullable Boolean knows() {
    if (state instanceof Retired retired) {
      return retired.position() != null;
    }
    return state instanceof Following following ? following.position() != null : null;
  }
}
