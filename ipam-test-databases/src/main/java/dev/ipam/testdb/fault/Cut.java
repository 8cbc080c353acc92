package dev.ipam.testdb.fault;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * A fault that a {@link FaultProxy} will make once, at the first statement that fits. Thread-safe.
 *
 * @since 0.1
 */
public final class Cut implements Trap {
  private enum State {
    ARMED,
    FOUND,
    DONE
  }

  private final Predicate<String> statement;
  private final boolean afterExecution;
  private final AtomicReference<State> state = new AtomicReference<>(State.ARMED);

  Cut(Predicate<String> statement, boolean afterExecution) {
    this.statement = statement;
    this.afterExecution = afterExecution;
  }

  /**
   * Whether the connection has been cut. When the server was to execute the statement first, it has
   * done so and has answered by then.
   *
   * @return whether it has happened
   */
  public boolean isDone() {
    return state.get() == State.DONE;
  }

  boolean isArmed() {
    return state.get() == State.ARMED;
  }

  boolean isAfterExecution() {
    return afterExecution;
  }

  /**
   * Whether this statement is the one to cut at.
   *
   * @param sql the statement
   * @return true once
   */
  @Override
  public boolean takes(String sql) {
    return isArmed() && statement.test(sql) && state.compareAndSet(State.ARMED, State.FOUND);
  }

  void done() {
    state.set(State.DONE);
  }
}
