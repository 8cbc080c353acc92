package dev.ipam.reference.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.error.AddressOwnedByAnotherException;
import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.RequestKind;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.IpamDriver;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Threads that allocate and release in one subnet, through faults, as the contract tells a client
 * to: what failed as NOT_APPLIED is asked again as something new, what is UNKNOWN is settled by the
 * same key or token. So what the store holds in the end is exactly what was acknowledged: an
 * allocation that is missing was lost, and one too many was applied after all, or twice.
 */
final class Load implements AutoCloseable {
  static final String SUBNET = "load";
  static final String GOT = "got ";
  static final String RELEASING = "releasing ";

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long PAUSE_NANOS = 10_000_000;
  private static final int MOST_HELD = 12;

  private final String name;
  private final long operations;
  private final Consumer<String> journal;
  private final Map<IpAddress, Allocation> held = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Map<Outcome, Long> failures = new TreeMap<>();
  private long acknowledged;
  private @Nullable Throwable wrong;
  private volatile boolean stopping;

  private Load(String name, long operations, Consumer<String> journal) {
    this.name = name;
    this.operations = operations;
    this.journal = journal;
  }

  static void prepare(IpamDriver driver) {
    patiently(() -> driver.createSubnet(SubnetRequest.of(SUBNET, "10.0.0.0/23").withKey(SUBNET)));
  }

  /**
   * Asks a driver that waits for a short while only again and again, as long as its store does not
   * answer: the machine may stand still for longer than that.
   */
  static <R> R patiently(Supplier<R> call) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return call.get();
      } catch (UnavailableException e) {
        if (System.nanoTime() - end >= 0) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** Starts threads that work until they are stopped, on one driver after the other in turn. */
  static Load start(int threads, IpamDriver... drivers) {
    return start("load", threads, Long.MAX_VALUE, line -> {}, drivers);
  }

  /**
   * Starts threads each of which allocates that many times.
   *
   * @param name what owners and keys begin with
   * @param journal is told of each allocation that was acknowledged, and of each that is about to
   *     be released, by {@link #GOT} and {@link #RELEASING}, its address and token
   */
  static Load start(
      String name, int threads, long operations, Consumer<String> journal, IpamDriver... drivers) {
    Load load = new Load(name, operations, journal);
    for (int i = 0; i < threads; i++) {
      int number = i;
      IpamDriver driver = drivers[i % drivers.length];
      Thread thread = new Thread(() -> load.work(number, driver), name + "-" + i);
      load.threads.add(thread);
      thread.start();
    }
    return load;
  }

  private void work(int number, IpamDriver driver) {
    Deque<Allocation> own = new ArrayDeque<>();
    try {
      for (long n = 0; n < operations && !stopping; n++) {
        own.add(allocate(driver, name + "-" + number + "-" + n));
        if (n % 3 != 0 || own.size() > MOST_HELD) {
          release(driver, own.remove());
        }
      }
    } catch (RuntimeException | AssertionError e) {
      goneWrong(e);
    }
  }

  private Allocation allocate(IpamDriver driver, String tag) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String key = tag;
    boolean open = false;
    for (int attempt = 0; true; attempt++) {
      try {
        Allocation got =
            driver.allocate(AllocationRequest.any(SUBNET).withOwner(tag).withKey(key)).get(0);
        Allocation other = held.putIfAbsent(got.address(), got);
        if (other != null) {
          throw new AssertionError("handed out twice: " + got + " and " + other);
        }
        journal.accept(GOT + entry(got));
        acknowledged();
        return got;
      } catch (UnavailableException e) {
        failed(e, end);
        open |= e.outcome() == Outcome.UNKNOWN;
        // What was not applied leaves nothing behind, so that another key is as good.
        key = open ? key : tag + "-" + attempt;
      }
    }
  }

  private static String entry(Allocation what) {
    return what.address() + " " + what.token();
  }

  private void release(IpamDriver driver, Allocation what) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    held.remove(what.address());
    journal.accept(RELEASING + entry(what));
    boolean open = false;
    while (true) {
      try {
        Optional<Allocation> released =
            driver.release(ReleaseRequest.of(SUBNET, what.address()).withToken(what.token()));
        if (released.isEmpty() && !open) {
          throw new AssertionError("lost before its release: " + what);
        }
        acknowledged();
        return;
      } catch (AddressOwnedByAnotherException e) {
        if (!open) {
          throw e;
        }
        acknowledged();
        return;
      } catch (UnavailableException e) {
        failed(e, end);
        open |= e.outcome() == Outcome.UNKNOWN;
      }
    }
  }

  private synchronized void acknowledged() {
    acknowledged++;
    notifyAll();
  }

  private void failed(UnavailableException e, long end) {
    synchronized (this) {
      failures.merge(e.outcome(), 1L, Long::sum);
      notifyAll();
    }
    if (System.nanoTime() - end >= 0) {
      throw new AssertionError("the driver did not serve again within " + PATIENCE, e);
    }
    LockSupport.parkNanos(PAUSE_NANOS);
  }

  private synchronized void goneWrong(Throwable e) {
    wrong = wrong == null ? e : wrong;
    stopping = true;
    notifyAll();
  }

  /** Waits until that many more operations were acknowledged. */
  synchronized void awaitMore(int more) {
    long enough = acknowledged + more;
    await(() -> acknowledged >= enough);
  }

  /** The same, and does something before it begins to wait and whenever an operation has ended. */
  void awaitMore(int more, Runnable meanwhile) {
    long enough = acknowledged(more);
    while (acknowledged(0) < enough) {
      meanwhile.run();
      awaitEnd();
    }
  }

  private synchronized long acknowledged(int more) {
    return acknowledged + more;
  }

  private synchronized void awaitEnd() {
    long before = acknowledged + failed();
    await(() -> acknowledged + failed() > before);
  }

  /** Waits until one more operation has failed. */
  synchronized void awaitFailure() {
    long before = failed();
    await(() -> failed() > before);
  }

  private synchronized long failed() {
    return failures.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many operations failed with an outcome. */
  synchronized long failed(Outcome outcome) {
    return failures.getOrDefault(outcome, 0L);
  }

  /** Waits for a condition, looking whenever an operation has ended. */
  synchronized void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!condition.getAsBoolean()) {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (wrong != null || millis <= 0) {
          throw new AssertionError("gave up waiting; so far " + this, wrong);
        }
        wait(millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Lets every thread finish, and returns what must be held now. */
  Map<IpAddress, Allocation> stop() {
    stopping = true;
    return join();
  }

  /** Waits until every thread has done what it was to do, and returns what must be held now. */
  Map<IpAddress, Allocation> join() {
    for (Thread thread : threads) {
      try {
        thread.join(PATIENCE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      assertThat(thread.isAlive())
          .as("%s still waits; so far %s", thread.getName(), this)
          .isFalse();
    }
    synchronized (this) {
      assertThat(wrong).as("what went wrong; so far %s", this).isNull();
    }
    return held;
  }

  /** Stops, and sees that a driver shows what was acknowledged and nothing else. */
  void stopAndVerify(IpamDriver... drivers) {
    Map<IpAddress, Allocation> expected = stop();
    for (IpamDriver driver : drivers) {
      verify(driver, expected);
    }
  }

  static void verify(IpamDriver driver, Map<IpAddress, Allocation> expected) {
    assertThat(patiently(() -> held(driver))).containsExactlyInAnyOrderEntriesOf(expected);
    assertThat(patiently(() -> driver.usage(SUBNET)).allocated())
        .isEqualTo(BigInteger.valueOf(expected.size()));
  }

  /** What it holds now, but for gateways. */
  static Map<IpAddress, Allocation> held(IpamDriver driver) {
    try (Stream<Allocation> all = driver.allocations(SUBNET)) {
      return all.filter(each -> each.kind() != RequestKind.GATEWAY)
          .collect(Collectors.toMap(Allocation::address, each -> each));
    }
  }

  @Override
  public synchronized String toString() {
    return acknowledged + " acknowledged, failed: " + failures;
  }

  @Override
  public void close() {
    stopping = true;
  }
}
