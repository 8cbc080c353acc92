package dev.ipam.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output cannot be written. A {@link java.io.PrintWriter} would hide that. */
final class OutputFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  private OutputFailure(IOException cause) {
    super(cause);
    this.reason = String.valueOf(cause.getMessage());
  }

  String reason() {
    return reason;
  }

  /** The reader went away, as {@code head} does when it has seen enough. */
  boolean isBrokenPipe() {
    return reason.contains("Broken pipe") || reason.contains("EPIPE");
  }

  /** Makes failures of a stream known at once. */
  static OutputStream reportedBy(OutputStream stream) {
    return new FilterOutputStream(stream) {
      @Override
      public void write(int b) {
        run(() -> out.write(b));
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        run(() -> out.write(bytes, offset, length));
      }

      @Override
      public void flush() {
        run(out::flush);
      }
    };
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void run(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new OutputFailure(e);
    }
  }
}
