package dev.ipam.reference;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One operation on its way through the {@link Combiner}, and its answer. */
final class Task<R> {
  private enum Stage {
    WAITING,
    TAKEN,
    WITHDRAWN,
    DONE
  }

  private final Function<Session, R> work;
  private final boolean alone;
  private final @Nullable String subnetId;
  private final Thread caller = Thread.currentThread();
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
  private @Nullable R result;
  private @Nullable Throwable failure;
  private boolean changing;

  /**
   * Makes a task.
   *
   * @param work what to do
   * @param alone whether it wants a transaction of its own, since it may have to be undone
   * @param subnetId the subnet that it will need first, or null
   */
  Task(Function<Session, R> work, boolean alone, @Nullable String subnetId) {
    this.work = work;
    this.alone = alone;
    this.subnetId = subnetId;
  }

  @Nullable String subnetId() {
    return subnetId;
  }

  boolean isAlone() {
    return alone;
  }

  /** Whoever takes it carries it out; false where its caller has gone. */
  boolean take() {
    return stage.compareAndSet(Stage.WAITING, Stage.TAKEN);
  }

  /** Takes it back; false where somebody is carrying it out. */
  boolean withdraw() {
    return stage.compareAndSet(Stage.WAITING, Stage.WITHDRAWN);
  }

  /** Carries it out, perhaps again; the caller does not see the answer before {@link #publish}. */
  void run(Session session) {
    failure = null;
    changing = false;
    result = work.apply(session);
  }

  /** Replaces the answer by an error. */
  void fail(Throwable cause) {
    failure = cause;
    result = null;
  }

  void markChanging() {
    changing = true;
  }

  boolean isChanging() {
    return changing;
  }

  void publish() {
    stage.set(Stage.DONE);
  }

  boolean isDone() {
    return stage.get() == Stage.DONE;
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
