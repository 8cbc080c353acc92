package dev.ipam.measure;

import org.jspecify.annotations.Nullable;

/** Nothing was measured, since what was to be measured failed. */
public final class MeasurementFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private MeasurementFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Failures of the library's own kind stay what they are. */
  static RuntimeException of(Side side, @Nullable Throwable cause) {
    if (cause instanceof RuntimeException known) {
      return known;
    }
    String reason =
        cause == null ? "" : cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new MeasurementFailedException(
        side.label() + " could not be measured: " + reason, cause);
  }
}
