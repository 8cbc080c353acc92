package dev.ipam.builtin.store;

/**
 * How far back changes are kept: at least so many of them, as long as they are no older.
 *
 * @param count how many; 0 for none at all
 * @param millis how old they may become
 */
public record ChangeRetention(long count, long millis) {
  /** No changes are kept. */
  public static final ChangeRetention NONE = new ChangeRetention(0, 0);

  boolean isNone() {
    return count == 0;
  }
}
