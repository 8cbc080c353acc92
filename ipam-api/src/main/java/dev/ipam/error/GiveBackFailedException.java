package dev.ipam.error;

import java.util.List;

/**
 * A unit of work was not committed, and some of what it had taken could not be given back.
 *
 * @since 0.1
 */
public final class GiveBackFailedException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> leftovers;

  /**
   * Makes the exception.
   *
   * @param leftovers what is still held, one clause for each with the reason, without a full stop
   */
  public GiveBackFailedException(List<String> leftovers) {
    super(
        Fault.of(
                "GiveBackFailed",
                Category.UNAVAILABLE,
                "A unit of work was undone, but "
                    + counted(leftovers.size(), "part")
                    + " of it could not be given back: "
                    + String.join("; ", leftovers.subList(0, Math.min(8, leftovers.size())))
                    + "; release what is left, or leave it to reconciliation.")
            .outcome(Outcome.UNKNOWN)
            .with("leftovers", leftovers));
    this.leftovers = List.copyOf(leftovers);
  }

  /**
   * Returns what is still held, one clause for each with the reason.
   *
   * @return the leftovers
   */
  public List<String> leftovers() {
    return leftovers;
  }
}
