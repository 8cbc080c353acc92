package dev.ipam.reference;

import dev.ipam.reference.db.Dialect;
import dev.ipam.reference.rows.StoreRow;
import java.time.Clock;

/**
 * By which clock a store goes: that of its database where processes share it, since their own
 * differ.
 *
 * @ipam.rule 3.70
 */
@FunctionalInterface
interface StoreTime {
  /** The time in milliseconds since 1970, told when the row of the store was read. */
  long millis(StoreRow row);

  static StoreTime of(Dialect dialect, Clock clock) {
    return dialect.isShared() ? StoreRow::databaseMillis : row -> clock.millis();
  }
}
