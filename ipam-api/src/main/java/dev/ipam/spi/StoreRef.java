package dev.ipam.spi;

import java.util.Objects;

/**
 * One store among all: the driver that opens it and the id that it was given at its creation.
 *
 * @param driver the driver's name, never an alias
 * @param storeId the store's own id, see {@link StoreInfo#id}
 * @ipam.rule 7.01
 * @since 0.1
 */
public record StoreRef(String driver, String storeId) {
  /**
   * Checks that both are there.
   *
   * @param driver the driver's name, never an alias
   * @param storeId the store's own id, see {@link StoreInfo#id}
   */
  public StoreRef {
    Objects.requireNonNull(driver, "driver");
    Objects.requireNonNull(storeId, "storeId");
    if (driver.isEmpty() || storeId.isEmpty() || driver.indexOf('/') >= 0) {
      throw new IllegalArgumentException("driver \"" + driver + "\", store \"" + storeId + '"');
    }
  }

  /**
   * Returns both in one text, as {@code driver/id}.
   *
   * @return the text
   */
  @Override
  public String toString() {
    return driver + "/" + storeId;
  }

  static StoreRef parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("no store: \"" + text + '"');
    }
    return new StoreRef(text.substring(0, slash), text.substring(slash + 1));
  }
}
