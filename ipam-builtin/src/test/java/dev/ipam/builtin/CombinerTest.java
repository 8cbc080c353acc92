package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class CombinerTest {
  private static final int LARGEST_BATCH = 3;

  private final AtomicInteger leading = new AtomicInteger();
  private final AtomicInteger served = new AtomicInteger();
  private int largest;

  /** Serves at most three at a time, and finds out whether two lead at once. */
  private void serve(Combiner.Source source) {
    assertThat(leading.incrementAndGet()).isEqualTo(1);
    int batch = 0;
    for (Task<?> task = source.next(); task != null; task = batch < 3 ? source.next() : null) {
      batch++;
      served.incrementAndGet();
      task.fail(new IllegalStateException("served"));
    }
    largest = Math.max(largest, batch);
    leading.decrementAndGet();
  }

  private static Task<String> task() {
    return new Task<>(session -> "unused");
  }

  @Test
  void everyTaskOfManyThreadsIsServedOnce() throws InterruptedException {
    Combiner combiner = new Combiner(this::serve);
    AtomicInteger answered = new AtomicInteger();
    inThreads(
        16,
        () -> {
          for (int i = 0; i < 2_000; i++) {
            try {
              combiner.run(task());
            } catch (IllegalStateException e) {
              answered.incrementAndGet();
            }
          }
        });
    assertThat(answered).hasValue(32_000);
    assertThat(served).hasValue(32_000);
    assertThat(largest).isLessThanOrEqualTo(LARGEST_BATCH);
  }

  private static void inThreads(int count, Runnable work) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Thread thread = new Thread(work);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void aCallerThatIsInterruptedStillGetsItsAnswerAndKeepsTheInterrupt() throws Exception {
    CountDownLatch led = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Combiner combiner =
        new Combiner(
            source -> {
              led.countDown();
              await(go);
              serve(source);
            });
    Thread leader = new Thread(() -> answer(combiner));
    leader.start();
    led.await();
    AtomicInteger outcome = new AtomicInteger();
    Thread waiter =
        new Thread(
            () -> {
              answer(combiner);
              outcome.set(Thread.currentThread().isInterrupted() ? 1 : 2);
            });
    waiter.start();
    while (waiter.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    waiter.interrupt();
    LockSupport.unpark(waiter);
    go.countDown();
    waiter.join();
    leader.join();
    assertThat(outcome).hasValue(1);
    assertThat(served).hasValue(2);
  }

  private static void answer(Combiner combiner) {
    assertThatThrownBy(() -> combiner.run(task())).hasMessage("served");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aServerThatFailsFailsItsBatchAndServesOn() {
    AtomicInteger calls = new AtomicInteger();
    Combiner combiner =
        new Combiner(
            source -> {
              if (calls.getAndIncrement() == 0) {
                source.next();
                throw new AssertionError("broken");
              }
              serve(source);
            });
    assertThatThrownBy(() -> combiner.run(task())).hasMessage("broken");
    assertThatThrownBy(() -> combiner.run(task())).hasMessage("served");
  }

  /**
   * Who is alone leads with its own task, which is in no queue that the server could leave it in.
   */
  @Test
  void aTaskThatTheServerDidNotTakeIsServedTheNextTime() {
    AtomicInteger calls = new AtomicInteger();
    Combiner combiner =
        new Combiner(
            source -> {
              if (calls.getAndIncrement() > 0) {
                serve(source);
              }
            });
    answer(combiner);
    assertThat(calls).hasValue(2);
    answer(combiner);
    assertThat(served).hasValue(2);
  }
}
