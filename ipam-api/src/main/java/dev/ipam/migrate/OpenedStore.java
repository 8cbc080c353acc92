package dev.ipam.migrate;

import dev.ipam.spi.Authority;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.StoreRef;
import java.util.Objects;

/**
 * An opened driver and the name that it was chosen by: one side of a migration.
 *
 * @param name the driver's name, never an alias
 * @param driver the opened driver
 * @since 0.1
 */
public record OpenedStore(String name, IpamDriver driver) {
  /**
   * Checks that both are there.
   *
   * @param name the driver's name, never an alias
   * @param driver the opened driver
   */
  public OpenedStore {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(driver, "driver");
  }

  /**
   * Returns what names this store among all.
   *
   * @return the driver's name and the store's id
   */
  public StoreRef ref() {
    return new StoreRef(name, driver.store().id());
  }

  /**
   * Tells whether the store records whether it is the authority.
   *
   * @return whether it has {@link Capability#AUTHORITY}
   */
  public boolean hasAuthority() {
    return driver.capabilities().contains(Capability.AUTHORITY)
        && driver.extension(Authority.class).isPresent();
  }

  /**
   * Returns the record of authority.
   *
   * @return the part of the driver
   * @throws dev.ipam.error.UnsupportedException if it has none
   */
  public Authority authority() {
    Capability.AUTHORITY.require(driver.capabilities());
    return driver.extension(Authority.class).orElseThrow(Capability.AUTHORITY::missing);
  }
}
