package dev.ipam.conformance.mutants;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.StoreUnderTest;
import dev.ipam.conformance.steps.ManualClock;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A history that was written by hand, with what a right driver answers: other operations on other
 * addresses than those of the rule's own tests.
 *
 * @param name what it is about, to follow "written:"
 * @param play what is done, and what is seen
 * @param expected what a right driver shows
 */
record Written(String name, Play play, String expected) implements SecondHistory {
  private static final int SECONDS = 120;
  private static final int SECONDS_OF_A_HANG = 2;

  /** What is done on a new store, or on others of the driver. */
  interface Play {
    Object on(DriverUnderTest subject, StoreUnderTest store) throws Exception;
  }

  @Override
  public Optional<String> of(Mutant mutant) {
    String seen = told(mutant.subject(), mutant.hangs() ? SECONDS_OF_A_HANG : SECONDS);
    return seen.equals(expected) ? Optional.empty() : Optional.of("written: " + name);
  }

  /** What a driver shows. */
  String told(DriverUnderTest subject) {
    return told(subject, SECONDS);
  }

  private String told(DriverUnderTest subject, int seconds) {
    FutureTask<String> playing = new FutureTask<>(() -> played(subject));
    Thread thread = new Thread(playing, "written");
    thread.setDaemon(true);
    thread.start();
    try {
      return playing.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      return "it does not end";
    } catch (ExecutionException e) {
      throw new IllegalStateException(name, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(name, e);
    }
  }

  private String played(DriverUnderTest subject) {
    try (StoreUnderTest store = new StoreUnderTest(subject, new ManualClock(), new Random(1))) {
      return TwinScript.told(() -> play.on(subject, store));
    }
  }
}
