package dev.ipam.conformance.child;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.StoreUnderTest;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.steps.Executor;
import dev.ipam.conformance.steps.ManualClock;
import dev.ipam.spi.IpamDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** One store that a child works on: what its threads are to do, and that they report it. */
final class ChildStore {
  private final int number;
  private final Consumer<String> report;
  private final Map<Integer, List<Step>> plans = new TreeMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private final IpamDriver driver;

  ChildStore(
      int number,
      DriverUnderTest subject,
      Map<String, String> settings,
      boolean create,
      long clock,
      long seed,
      Consumer<String> report) {
    this.number = number;
    this.report = report;
    ManualClock manual = new ManualClock();
    manual.advance(clock - ManualClock.START);
    this.driver = StoreUnderTest.open(subject, settings, create, manual, new Random(seed));
  }

  void plan(int thread, Step step) {
    plans.computeIfAbsent(thread, number -> new ArrayList<>()).add(step);
  }

  /** Lets the threads begin when the latch opens. */
  void prepare(CountDownLatch start) {
    Executor executor = new Executor(driver);
    plans.forEach(
        (number, steps) -> {
          List<Step> own = List.copyOf(steps);
          Thread thread =
              new Thread(
                  () -> {
                    try {
                      start.await();
                      for (int i = 0; i < own.size(); i++) {
                        take(executor, number, i, own.get(i));
                      }
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
          thread.setDaemon(true);
          thread.start();
          threads.add(thread);
        });
    plans.clear();
  }

  private void take(Executor executor, int thread, int index, Step step) {
    String which = number + " " + thread + " " + index + " ";
    report.accept("invoked " + which + System.nanoTime());
    Answer answer = executor.take(step);
    report.accept("returned " + which + System.nanoTime() + " " + Wire.write(answer));
  }

  void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    threads.clear();
  }

  void close() {
    driver.close();
  }
}
