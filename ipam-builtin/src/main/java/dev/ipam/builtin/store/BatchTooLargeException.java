package dev.ipam.builtin.store;

/** One operation changes more than a batch of 2 GiB can hold. */
public final class BatchTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BatchTooLargeException() {
    super("more than 2 GiB in one batch");
  }
}
