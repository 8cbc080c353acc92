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
      String field, String id, String sentence, @Nullable Throwable cause) {
    super(
        Fault.of("TransactionConflict", Category.CONFLICT, sentence).retry().with(field, id),
        cause);
  }

  private static TransactionConflictException changed(
      String field, String what, String id, @Nullable Throwable cause) {
    return new TransactionConflictException(
        field,
        id,
        what
            + " "
            + quote(id)
            + " was changed by somebody else while this transaction was open; roll back the"
            + " whole transaction and try it again.",
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
    return changed("subnet_id", "Subnet", subnetId, cause);
  }

  /**
   * Makes the error of a transaction that would wait for one that waits for it.
   *
   * @param subnetId the subnet of what it would wait for
   * @return the error
   */
  public static TransactionConflictException ofDeadlock(String subnetId) {
    return new TransactionConflictException(
        "subnet_id",
        subnetId,
        "Another open transaction holds what this one needs in subnet "
            + quote(subnetId)
            + " and waits for what this one holds; roll back the whole transaction and try it"
            + " again.",
        null);
  }

  /**
   * Makes the error of a conflict over a subnet pool.
   *
   * @param poolId the pool
   * @param cause what the database said, or {@code null}
   * @return the error
   */
  public static TransactionConflictException ofPool(String poolId, @Nullable Throwable cause) {
    return changed("pool_id", "Subnet pool", poolId, cause);
  }
}
