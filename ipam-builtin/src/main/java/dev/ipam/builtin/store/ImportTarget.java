package dev.ipam.builtin.store;

/** Tables that an import fills, beside those that are served. */
interface ImportTarget {
  Tables tables();

  ImportNotes notes();

  /** Goes on behind the changes that the tables have told which these take the place of. */
  void startChangesAfter(long lastChange);

  /** Makes what was committed as durable as the store is. */
  void settle();
}
