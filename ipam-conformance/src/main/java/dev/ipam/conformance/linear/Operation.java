package dev.ipam.conformance.linear;

import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.steps.StepText;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a history.
 *
 * @param thread which thread, or process, called it
 * @param step what was called, resolved
 * @param invoked when it was called, on a clock that all threads share
 * @param returned when it returned; where it never did, the last moment at which it may have taken
 *     effect, which is {@link Long#MAX_VALUE} where there is none
 * @param answer what it answered; {@code null} where nobody knows whether it took effect
 * @since 0.1
 */
public record Operation(
    int thread, Step step, long invoked, long returned, @Nullable Answer answer) {
  /**
   * Makes an operation that returned.
   *
   * @param thread which thread called it
   * @param step what was called
   * @param invoked when it was called
   * @param returned when it returned
   * @param answer what it answered; an outcome that is unknown stays open for ever
   * @return the operation
   */
  public static Operation of(int thread, Step step, long invoked, long returned, Answer answer) {
    boolean open = answer instanceof Answer.Refused refused && refused.unknown();
    return open
        ? pending(thread, step, invoked)
        : new Operation(thread, step, invoked, returned, answer);
  }

  /**
   * Makes an operation that never returned, or whose outcome is unknown: it may take effect at any
   * time after its call, or never.
   *
   * @param thread which thread called it
   * @param step what was called
   * @param invoked when it was called
   * @return the operation
   */
  public static Operation pending(int thread, Step step, long invoked) {
    return new Operation(thread, step, invoked, Long.MAX_VALUE, null);
  }

  /**
   * Makes an operation that a crash cut off: it took effect before the crash or never will.
   *
   * @param thread which thread called it
   * @param step what was called
   * @param invoked when it was called
   * @param until when the crash was over
   * @return the operation
   */
  public static Operation lost(int thread, Step step, long invoked, long until) {
    return new Operation(thread, step, invoked, until, null);
  }

  /**
   * Returns whether nobody knows whether it took effect.
   *
   * @return whether it is pending
   */
  public boolean isPending() {
    return answer == null;
  }

  @Override
  public String toString() {
    return (thread < 0 ? "afterwards: " : "thread " + thread + ": ")
        + StepText.write(step)
        + " -> "
        + (isPending() ? "(unknown)" : answer);
  }

  /** The same with the time that it took, from a moment on. */
  String since(long origin) {
    String until = returned == Long.MAX_VALUE ? "…" : micros(returned - origin);
    return micros(invoked - origin) + " to " + until + " µs, " + this;
  }

  private static String micros(long nanos) {
    return Long.toString(nanos / 1_000);
  }
}
