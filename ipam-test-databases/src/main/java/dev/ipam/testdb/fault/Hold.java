package dev.ipam.testdb.fault;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * Statements that a {@link FaultProxy} keeps on their way to the server once, at the first one that
 * fits, while the client takes the connection for lost: as a network does that delivers late.
 * Thread-safe.
 *
 * @since 0.1
 */
public final class Hold implements Trap {
  private static final long MOST_SECONDS = 60;

  private final Predicate<String> statement;
  private final AtomicBoolean armed = new AtomicBoolean(true);
  private final CountDownLatch lost = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);

  Hold(Predicate<String> statement) {
    this.statement = statement;
  }

  /**
   * Waits until the statements are kept and the client has lost its connection.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public void awaitLost() throws InterruptedException {
    await(lost, "no statement came that fits");
  }

  /**
   * Lets the server have the statements, and waits until it has carried them out or refused them.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public void deliver() throws InterruptedException {
    released.countDown();
    await(answered, "the server did not answer");
  }

  /**
   * Whether this statement is the one to hold.
   *
   * @param sql the statement
   * @return true once
   */
  @Override
  public boolean takes(String sql) {
    return armed.get() && statement.test(sql) && armed.compareAndSet(true, false);
  }

  void keep() throws InterruptedException {
    lost.countDown();
    released.await();
  }

  void awaitEnd() throws InterruptedException {
    answered.await();
  }

  void ended() {
    answered.countDown();
  }

  private static void await(CountDownLatch latch, String otherwise) throws InterruptedException {
    if (!latch.await(MOST_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("After " + MOST_SECONDS + " s " + otherwise);
    }
  }
}
