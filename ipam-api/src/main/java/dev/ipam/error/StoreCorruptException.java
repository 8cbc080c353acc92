package dev.ipam.error;

/**
 * The store is damaged.
 *
 * @since 0.1
 */
public final class StoreCorruptException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final String store;
  private final String part;
  private final String problem;

  /**
   * Makes the exception for a store that was left as it was.
   *
   * @param store where the store is
   * @param part the file, table or record that is damaged
   * @param problem what is wrong with it, a clause without a full stop
   */
  public StoreCorruptException(String store, String part, String problem) {
    this(store, part, problem, Outcome.NOT_APPLIED);
  }

  /**
   * Makes the exception.
   *
   * @param store where the store is
   * @param part the file, table or record that is damaged
   * @param problem what is wrong with it, a clause without a full stop
   * @param outcome whether the operation that found it may have taken effect
   */
  public StoreCorruptException(String store, String part, String problem, Outcome outcome) {
    super(
        Fault.of(
                "StoreCorrupt",
                Category.CORRUPT,
                "The store at "
                    + store
                    + " is damaged in "
                    + part
                    + ": "
                    + problem
                    + (outcome == Outcome.NOT_APPLIED
                        ? "; nothing was changed. Restore a backup, or move the store away."
                        : "; the operation may or may not have taken effect. Restore a backup."))
            .outcome(outcome)
            .with("store", store)
            .with("part", part)
            .with("problem", problem));
    this.store = store;
    this.part = part;
    this.problem = problem;
  }

  /**
   * Returns where the store is.
   *
   * @return where the store is
   */
  public String store() {
    return store;
  }

  /**
   * Returns the file, table or record that is damaged.
   *
   * @return the file, table or record that is damaged
   */
  public String part() {
    return part;
  }

  /**
   * Returns what is wrong with it.
   *
   * @return what is wrong with it
   */
  public String problem() {
    return problem;
  }
}
