package dev.ipam.error;

import org.jspecify.annotations.Nullable;

/**
 * Something conflicted with an operation inside a transaction of the caller's ({@code
 * TransactionConflict}). The driver cannot repeat what the caller did before: the whole transaction
 * must be rolled back, and may be tried again.
 *
 * @ipam.rule 6.33
 * @since 0.1
 */
public final class TransactionConflictException extends IpamException {
  private static final long serialVersionUID = 1L;

  private TransactionConflictException(
      String field, String what, String id, @Nullable Throwable cause) {
    super(
        Fault.of(
                "TransactionConflict",
                Category.CONFLICT,
                what
                    + " "
                    + quote(id)
                    + " was changed by somebody else while this transaction was open; roll back the"
                    + " whole transaction and try it again.")
            .retry()
            .with(field, id),
        cause);
  }

  /**
   * Makes the error of a conflict over a subnet.
   *
   * @param subnetId the subnet
   * @param cause what the database said, or {@code null}
   * @return the error
   */
  public static TransactionConflictException ofSubnet(String subnetId, @Nullable Throwable cause) {
    return new TransactionConflictException("subnet_id", "Subnet", subnetId, cause);
  }

  /**
   * Makes the error of a conflict over a subnet pool.
   *
   * @param poolId the pool
   * @param cause what the database said, or {@code null}
   * @return the error
   */
  public static TransactionConflictException ofPool(String poolId, @Nullable Throwable cause) {
    return new TransactionConflictException("pool_id", "Subnet pool", poolId, cause);
  }
}
