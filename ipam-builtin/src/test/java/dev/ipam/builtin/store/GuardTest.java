package dev.ipam.builtin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GuardTest {
  @Test
  void nobodyIsInsideOnceCloseHasReturned() throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      Guard guard = new Guard();
      AtomicBoolean freed = new AtomicBoolean();
      AtomicInteger faults = new AtomicInteger();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Thread thread =
            new Thread(
                () -> {
                  while (guard.enter()) {
                    if (freed.get()) {
                      faults.incrementAndGet();
                    }
                    guard.exit();
                  }
                });
        thread.start();
        threads.add(thread);
      }
      assertThat(guard.close()).isTrue();
      freed.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(faults).hasValue(0);
      assertThat(guard.close()).isFalse();
      assertThat(guard.enter()).isFalse();
    }
  }
}
