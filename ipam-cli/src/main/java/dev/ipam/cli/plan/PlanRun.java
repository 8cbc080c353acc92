package dev.ipam.cli.plan;

import dev.ipam.Ipam;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/**
 * Carries out what a {@link Comparison} found.
 *
 * <p>Many subnets are worked on at once, so that their durable writes share syncs; within one
 * subnet everything happens in the order of the plan, so that an interrupted run and another one
 * end where one straight run would have.
 */
public final class PlanRun {
  private static final int WORKERS = 32;

  private final Ipam ipam;
  private final Comparison comparison;
  private final AtomicBoolean failed = new AtomicBoolean();
  private final LongConsumer done;

  /**
   * Prepares a run.
   *
   * @param ipam the store
   * @param comparison what is to be done
   * @param done told of each address that was allocated; called by several threads
   */
  public PlanRun(Ipam ipam, Comparison comparison, LongConsumer done) {
    this.ipam = ipam;
    this.comparison = comparison;
    this.done = done;
  }

  /**
   * Carries it out.
   *
   * @throws StepFailed if a step failed; nothing more was begun after it
   */
  public void run() {
    List<SubnetWork> work =
        comparison.subnets().stream()
            .filter(each -> !each.isNothing())
            .sorted(Comparator.comparingInt((SubnetWork each) -> -each.missing().size()))
            .toList();
    if (work.isEmpty()) {
      return;
    }
    ExecutorService workers = Executors.newFixedThreadPool(Math.min(WORKERS, work.size()));
    try {
      List<Future<?>> futures = new ArrayList<>(work.size());
      work.forEach(each -> futures.add(workers.submit(() -> carryOut(each))));
      await(futures);
    } finally {
      workers.shutdownNow();
    }
  }

  private static void await(List<Future<?>> futures) {
    Throwable first = null;
    for (Future<?> future : futures) {
      try {
        future.get();
      } catch (ExecutionException e) {
        first = first == null ? e.getCause() : first;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while carrying out a plan", e);
      }
    }
    if (first instanceof RuntimeException e) {
      throw e;
    }
    if (first instanceof Error e) {
      throw e;
    }
  }

  private void carryOut(SubnetWork work) {
    if (failed.get()) {
      return;
    }
    step(
        work.line(),
        () -> {
          if (work.create() != null) {
            ipam.createSubnet(work.create());
          } else if (work.update() != null) {
            ipam.updateSubnet(work.update());
          }
        });
    for (SubnetWork.Step each : work.missing()) {
      if (failed.get()) {
        return;
      }
      step(each.line(), () -> ipam.allocate(each.request()));
      done.accept(1);
    }
  }

  private void step(int line, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      failed.set(true);
      throw new StepFailed(comparison.plan().file(), line, e);
    } catch (Error e) {
      failed.set(true);
      throw e;
    }
  }
}
