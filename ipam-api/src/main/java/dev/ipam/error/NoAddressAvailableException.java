package dev.ipam.error;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * None of the subnets that were named has enough free addresses.
 *
 * @since 0.1
 */
public final class NoAddressAvailableException extends IpamException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> subnetIds;
  private final BigInteger requested;
  private final BigInteger free;
  private final BigInteger resting;
  private final @Nullable Instant earliest;

  /**
   * Makes the exception.
   *
   * @param subnetIds the candidates, in the order in which they were tried
   * @param requested how many addresses were asked for
   * @param free how many are free in the candidate that has most
   * @param resting how many more of the candidates' addresses rest
   * @param earliest when the first of them has rested, or {@code null} where none rests
   */
  public NoAddressAvailableException(
      List<String> subnetIds,
      BigInteger requested,
      BigInteger free,
      BigInteger resting,
      @Nullable Instant earliest) {
    super(
        Fault.of(
                "NoAddressAvailable",
                Category.EXHAUSTED,
                message(subnetIds, requested, free, resting, earliest))
            .with("subnet_ids", subnetIds)
            .with("requested", requested)
            .with("free", free)
            .with("resting", resting)
            .with("earliest", earliest));
    this.subnetIds = List.copyOf(subnetIds);
    this.requested = requested;
    this.free = free;
    this.resting = resting;
    this.earliest = earliest;
  }

  /**
   * Returns the candidates, in the order in which they were tried.
   *
   * @return the candidates, in the order in which they were tried
   */
  public List<String> subnetIds() {
    return subnetIds;
  }

  /**
   * Returns how many addresses were asked for.
   *
   * @return how many addresses were asked for
   */
  public BigInteger requested() {
    return requested;
  }

  /**
   * Returns how many are free in the candidate that has most.
   *
   * @return how many are free in the candidate that has most
   */
  public BigInteger free() {
    return free;
  }

  /**
   * Returns how many more of the candidates' addresses rest.
   *
   * @return how many more of the candidates' addresses rest
   */
  public BigInteger resting() {
    return resting;
  }

  /**
   * Returns when the first of them has rested, or {@code null} where none rests.
   *
   * @return when the first of them has rested, or {@code null} where none rests
   */
  public @Nullable Instant earliest() {
    return earliest;
  }

  private static String message(
      List<String> subnetIds,
      BigInteger requested,
      BigInteger free,
      BigInteger resting,
      @Nullable Instant earliest) {
    StringBuilder text = new StringBuilder();
    if (subnetIds.isEmpty()) {
      return "No address is available: the list of candidate subnets is empty; name at least one.";
    }
    text.append("No address is available");
    text.append(subnetIds.size() == 1 ? " in subnet " : " in any of the subnets ");
    text.append(quoteAll(subnetIds));
    text.append(": ").append(requested).append(" asked for, ").append(free).append(" free");
    if (subnetIds.size() > 1) {
      text.append(" in the one that has most");
    }
    if (earliest != null) {
      text.append(", ").append(resting).append(" resting, the first of them until ");
      text.append(earliest);
    }
    return text.append("; release addresses, or add a pool or a subnet.").toString();
  }
}
