package dev.ipam.error;

import org.jspecify.annotations.Nullable;

/**
 * The store cannot be reached, or failed while it worked; trying again may help.
 *
 * @since 0.1
 */
public final class UnavailableException extends IpamException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param store where the store is
   * @param reason what stood in the way, a clause without a full stop and without secrets
   * @param outcome whether the operation may have taken effect
   * @param cause the underlying failure, or {@code null}
   */
  public UnavailableException(
      String store, String reason, Outcome outcome, @Nullable Throwable cause) {
    super(
        Fault.of("Unavailable", Category.UNAVAILABLE, message(store, reason, outcome))
            .retry()
            .outcome(outcome)
            .with("store", store)
            .with("reason", reason),
        cause);
  }

  private static String message(String store, String reason, Outcome outcome) {
    String base = "The store at " + store + " is not available: " + reason + "; ";
    return outcome == Outcome.NOT_APPLIED
        ? base + "nothing was changed, try again later."
        : base
            + "the operation may or may not have taken effect, look it up or retry it by its key.";
  }
}
