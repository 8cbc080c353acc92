package dev.ipam.builtin.store;

import java.util.UUID;

/** Positions among the changes of one store, as text that means nothing in any other. */
public final class ChangePositions {
  private static final int MOST_DIGITS = 18;

  private final String prefix;

  /**
   * Makes the positions of a store.
   *
   * @param store the store's id
   */
  public ChangePositions(UUID store) {
    this.prefix = store + "/";
  }

  /**
   * Returns the position behind a commit.
   *
   * @param commit its number
   * @return the position
   */
  public String text(long commit) {
    return prefix + commit;
  }

  /** The commit behind which a position is; -1 for what is no position of this store. */
  long commit(String position) {
    if (!position.startsWith(prefix)) {
      return -1;
    }
    String number = position.substring(prefix.length());
    return number.matches("0|[1-9][0-9]{0," + (MOST_DIGITS - 1) + "}")
        ? Long.parseLong(number)
        : -1;
  }
}
