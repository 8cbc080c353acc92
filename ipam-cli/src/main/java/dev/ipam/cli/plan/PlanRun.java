package dev.ipam.cli.plan;

import dev.ipam.Ipam;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    for (ScopeWork scope : comparison.scopes()) {
      if (scope.missing()) {
        step(scope.line(), () -> ipam.addressScopes().createScope(scope.scope()));
      }
    }
    for (PoolWork pool : comparison.pools()) {
      step(pool.line(), () -> carryOut(pool));
    }
    inParallel(fromPools());
    List<SubnetWork> work =
        comparison.subnets().stream()
            .filter(each -> !each.isNothing())
            .sorted(Comparator.comparingInt((SubnetWork each) -> -each.missing().size()))
            .toList();
    inParallel(work.stream().map(each -> (Runnable) () -> carryOut(each)).toList());
  }

  private void carryOut(PoolWork pool) {
    if (pool.create() != null) {
      ipam.subnetPools().createPool(pool.create());
    } else if (pool.update() != null) {
      ipam.subnetPools().updatePool(pool.update());
    }
  }

  /**
   * The creation of subnets from pools: in the order of the plan within a pool, so that each gets
   * the block that a straight run would give it.
   */
  private List<Runnable> fromPools() {
    Map<String, List<SubnetWork>> byPool = new LinkedHashMap<>();
    for (SubnetWork work : comparison.subnets()) {
      if (work.fromPool() != null) {
        byPool.computeIfAbsent(work.fromPool(), pool -> new ArrayList<>()).add(work);
      }
    }
    return byPool.values().stream()
        .map(subnets -> (Runnable) () -> subnets.forEach(this::create))
        .toList();
  }

  private void inParallel(List<Runnable> work) {
    if (work.isEmpty()) {
      return;
    }
    ExecutorService workers = Executors.newFixedThreadPool(Math.min(WORKERS, work.size()));
    try {
      List<Future<?>> futures = new ArrayList<>(work.size());
      work.forEach(each -> futures.add(workers.submit(each)));
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
    if (work.fromPool() == null) {
      create(work);
    }
    for (SubnetWork.Step each : work.missing()) {
      if (failed.get()) {
        return;
      }
      step(each.line(), () -> ipam.allocate(each.request()));
      done.accept(1);
    }
  }

  private void create(SubnetWork work) {
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
