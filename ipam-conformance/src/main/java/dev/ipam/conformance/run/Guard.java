package dev.ipam.conformance.run;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.Effort;
import dev.ipam.conformance.KitProperties;
import dev.ipam.conformance.rules.RuleRunner;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Has the driver work in a thread of its own, so that it can neither keep nor end the run. */
final class Guard {
  private final DriverUnderTest subject;
  private final Duration deadline;

  Guard(DriverUnderTest subject, Duration deadline) {
    this.subject = subject;
    this.deadline = deadline;
  }

  /** Much more than the share of any check, which ends by itself where the driver answers. */
  static Duration deadline(Effort effort) {
    return effort.budget().multipliedBy(2).plus(KitProperties.patience().multipliedBy(3));
  }

  /** Work that ended in no result of its own. */
  static final class Ended extends Exception {
    private static final long serialVersionUID = 1L;

    private Ended(String why, Throwable cause) {
      super(why, cause);
    }

    /** A clause that says what ended it. */
    String why() {
      return String.valueOf(getMessage());
    }
  }

  <T> T call(String what, Callable<T> work) throws Ended {
    FutureTask<T> running = new FutureTask<>(work);
    Thread thread = new Thread(running, "conformance-" + what);
    thread.setDaemon(true);
    thread.start();
    try {
      return running.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      String where = whereabouts(thread);
      thread.interrupt();
      throw new Ended("it had not ended after " + deadline.toSeconds() + " s" + where, e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new Ended(RuleRunner.ending(subject, cause), cause);
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + what + " was under way", e);
    }
  }

  private static String whereabouts(Thread thread) {
    StackTraceElement[] trace = thread.getStackTrace();
    return trace.length == 0 ? "" : ", and was at " + trace[0];
  }
}
