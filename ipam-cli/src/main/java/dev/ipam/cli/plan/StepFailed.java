package dev.ipam.cli.plan;

/** A step of a plan failed while it was carried out; what was done before it stays done. */
public final class StepFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final int line;
  private final RuntimeException failure;

  StepFailed(String file, int line, RuntimeException cause) {
    super(cause);
    this.file = file;
    this.line = line;
    this.failure = cause;
  }

  /**
   * Returns where the plan says it.
   *
   * @return {@code file:line}
   */
  public String place() {
    return file + ":" + line;
  }

  /**
   * Returns what failed.
   *
   * @return the failure
   */
  public RuntimeException failure() {
    return failure;
  }
}
