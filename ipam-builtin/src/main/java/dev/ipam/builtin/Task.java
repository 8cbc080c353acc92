package dev.ipam.builtin;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One operation on its way through the {@link Combiner}, and its answer. */
final class Task<R> {
  private final Function<Session, R> work;
  private final Thread caller = Thread.currentThread();
  private @Nullable R result;
  private @Nullable Throwable failure;
  private boolean changing;
  private volatile boolean done;

  Task(Function<Session, R> work) {
    this.work = work;
  }

  /** Carries it out; the caller does not see the answer before {@link #publish}. */
  void run(Session session) {
    result = work.apply(session);
  }

  /** Replaces the answer by an error. */
  void fail(Throwable cause) {
    failure = cause;
    result = null;
  }

  boolean isFailed() {
    return failure != null;
  }

  void markChanging() {
    changing = true;
  }

  boolean isChanging() {
    return changing;
  }

  void publish() {
    done = true;
  }

  boolean isDone() {
    return done;
  }

  Thread caller() {
    return caller;
  }

  R answer() {
    Throwable cause = failure;
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    return present(result);
  }

  @SuppressWarnings("NullAway") // no operation answers null
  private static <R> R present(@Nullable R result) {
    return result;
  }
}
