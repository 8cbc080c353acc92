package dev.ipam.conformance.rules;

import dev.ipam.error.IpamException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Several threads that set out at one moment. */
final class Together {
  private static final int PATIENCE_SECONDS = 50;

  private Together() {}

  static List<Outcome<Object>> run(List<? extends Callable<?>> calls, Transcript transcript) {
    transcript.remark(calls.size() + " threads set out at once");
    CyclicBarrier start = new CyclicBarrier(calls.size());
    List<FutureTask<Outcome<Object>>> tasks = new ArrayList<>();
    for (Callable<?> call : calls) {
      FutureTask<Outcome<Object>> task =
          new FutureTask<>(
              () -> {
                start.await();
                return outcome(call);
              });
      Thread thread = new Thread(task, "conformance-at-once");
      thread.setDaemon(true);
      thread.start();
      tasks.add(task);
    }
    List<Outcome<Object>> outcomes = new ArrayList<>();
    for (FutureTask<Outcome<Object>> task : tasks) {
      outcomes.add(finished(task));
    }
    return outcomes;
  }

  private static Outcome<Object> outcome(Callable<?> call) throws Exception {
    try {
      return new Outcome<>(call.call(), null);
    } catch (IpamException error) {
      return new Outcome<>(null, error);
    }
  }

  private static Outcome<Object> finished(FutureTask<Outcome<Object>> task) {
    try {
      return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new RuleViolation(
          "calls that are made at once return within " + PATIENCE_SECONDS + " s", "one hangs");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuleViolation found) {
        throw found;
      }
      throw new RuleViolation(
          "calls that are made at once end with an answer or an error of the contract",
          "one threw " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while threads were at work", e);
    }
  }
}
