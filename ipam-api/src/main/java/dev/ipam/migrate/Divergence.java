package dev.ipam.migrate;

import java.util.Objects;

/**
 * One thing that the shadow did otherwise than the driver that serves.
 *
 * @param kind in what way
 * @param subnetId the subnet
 * @param operation what was asked, for a person
 * @param served what the driver that serves answered
 * @param shadowed what the shadow answered
 * @since 0.1
 */
public record Divergence(
    Kind kind, String subnetId, String operation, String served, String shadowed) {
  /** In what way the two differ. */
  public enum Kind {
    /** The shadow chose another address, or made another subnet of the same request. */
    CHOICE,
    /** The shadow refused what was granted. */
    REFUSED,
    /** The shadow granted what was refused. */
    GRANTED,
    /** Both refused, by different errors. */
    ERROR,
    /** The shadow failed with what is none of the contract's errors. */
    FAILED
  }

  /**
   * Checks that all is there.
   *
   * @param kind in what way
   * @param subnetId the subnet
   * @param operation what was asked, for a person
   * @param served what the driver that serves answered
   * @param shadowed what the shadow answered
   */
  public Divergence {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(subnetId, "subnetId");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(served, "served");
    Objects.requireNonNull(shadowed, "shadowed");
  }

  /**
   * Returns the divergence as one sentence.
   *
   * @return the sentence
   */
  public String sentence() {
    return "In subnet \""
        + subnetId
        + "\", asked to "
        + operation
        + ", the driver that serves answered "
        + served
        + ", the shadow "
        + shadowed
        + ".";
  }
}
