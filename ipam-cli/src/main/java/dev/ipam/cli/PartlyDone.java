package dev.ipam.cli;

/** A command failed after some of what it was to do had been done, which stays. */
final class PartlyDone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RuntimeException failure;

  PartlyDone(RuntimeException cause) {
    super(cause);
    this.failure = cause;
  }

  RuntimeException failure() {
    return failure;
  }
}
