package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ipam.builtin.store.Store;
import dev.ipam.builtin.store.StoreOptions;
import dev.ipam.builtin.store.Tables;
import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.IpamException;
import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.Authority;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes that fail, before or after they have reached the disk. */
class FailureTest {
  private enum Fault {
    NONE,
    /** Nothing of the batch was written. */
    WRITE,
    /** All of it was written, but nobody can tell: the sync failed. */
    SYNC,
    /** The store cannot be opened. */
    OPEN,
    /** Opening fails in a way that nobody has thought of. */
    OPEN_INSIDE
  }

  private static final IpAddress FIRST = IpAddress.parse("10.0.0.2");

  @TempDir Path directory;
  private volatile Fault fault = Fault.NONE;
  private volatile Runnable beforeCommit = () -> {};
  private Store store;
  private BuiltinDriver driver;

  @BeforeEach
  void open() {
    store =
        Store.open(directory.resolve("store"), true, new StoreOptions(false, 1 << 20, 64), null);
    driver =
        new BuiltinDriver(
            store,
            new Engine(store, () -> Session.on(failing(), Clock.systemUTC(), new Random(1))),
            true);
    Authority.activateUnused(driver);
    driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private Tables failing() {
    if (fault == Fault.OPEN) {
      throw unavailable(Outcome.NOT_APPLIED);
    }
    if (fault == Fault.OPEN_INSIDE) {
      throw new IllegalStateException("never seen before");
    }
    Tables tables = store.tables();
    return (Tables)
        Proxy.newProxyInstance(
            Tables.class.getClassLoader(),
            new Class<?>[] {Tables.class},
            (proxy, method, arguments) -> {
              boolean commit = method.getName().equals("commit") && tables.isDirty();
              if (commit) {
                beforeCommit.run();
              }
              if (commit && fault == Fault.WRITE) {
                throw unavailable(Outcome.UNKNOWN);
              }
              try {
                Object result = method.invoke(tables, arguments);
                if (commit && fault == Fault.SYNC) {
                  throw unavailable(Outcome.UNKNOWN);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static UnavailableException unavailable(Outcome outcome) {
    return new UnavailableException("here", "the disk says no", outcome, null);
  }

  @Test
  void anOperationWhoseWriteFailedIsUnknownAndTheNextFindsWhatIsOnTheDisk() {
    for (Fault kind : List.of(Fault.WRITE, Fault.SYNC)) {
      fault = kind;
      UnavailableException e =
          catchThrowableOfType(
              UnavailableException.class, () -> driver.allocate(AllocationRequest.any("a")));
      assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(e.retryable()).isTrue();
      assertThat(e).hasMessageContaining("the disk says no");
      fault = Fault.NONE;
      assertThat(driver.find("a", FIRST).isPresent()).isEqualTo(kind == Fault.SYNC);
      assertThat(driver.usage("a").allocated()).isEqualTo(kind == Fault.SYNC ? 1 : 0);
    }
    Allocation next = driver.allocate(AllocationRequest.any("a")).get(0);
    assertThat(next.address()).isEqualTo(FIRST.plus(1));
    assertThat(next.token()).isEqualTo(2);
  }

  @Test
  void aKeySettlesAnUnknownOutcome() {
    fault = Fault.SYNC;
    AllocationRequest request = AllocationRequest.any("a").withKey("k");
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> driver.allocate(request));
    fault = Fault.NONE;
    assertThat(driver.allocate(request).get(0).address()).isEqualTo(FIRST);
    assertThat(driver.usage("a").allocated()).isEqualTo(1);
  }

  @Test
  void everyAnswerIsUnavailableUntilTheStoreHasBeenReopened() {
    fault = Fault.WRITE;
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> driver.allocate(AllocationRequest.any("a")));
    for (int i = 0; i < 6; i++) {
      fault = i < 3 ? Fault.OPEN : Fault.OPEN_INSIDE;
      assertNotApplied(() -> driver.allocate(AllocationRequest.any("a")));
      assertNotApplied(() -> driver.find("a", FIRST));
      assertNotApplied(() -> driver.usage("a"));
      assertNotApplied(driver::subnets);
    }
    fault = Fault.NONE;
    // The pause between attempts to open grows, but not beyond reason.
    Allocation got = null;
    while (got == null) {
      try {
        got = driver.allocate(AllocationRequest.any("a")).get(0);
      } catch (UnavailableException e) {
        Thread.onSpinWait();
      }
    }
    assertThat(got.address()).isEqualTo(FIRST);
  }

  private static void assertNotApplied(Runnable call) {
    UnavailableException e = catchThrowableOfType(UnavailableException.class, call::run);
    assertThat(e.outcome()).isEqualTo(Outcome.NOT_APPLIED);
  }

  @Test
  void refusalsAndWaitingOperationsOfTheFailedBatchAreNotApplied() throws InterruptedException {
    driver.allocate(AllocationRequest.specific("a", FIRST));
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    beforeCommit =
        () -> {
          writing.countDown();
          await(go);
        };
    fault = Fault.WRITE;
    Queue<IpamException> failures = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    threads.add(start(failures));
    writing.await();
    for (int i = 0; i < 4; i++) {
      threads.add(start(failures));
    }
    for (Thread thread : threads.subList(1, 5)) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    fault = Fault.NONE;
    assertThat(failures).hasSize(5).allMatch(e -> e instanceof UnavailableException);
    assertThat(failures.stream().filter(e -> e.outcome() == Outcome.UNKNOWN)).hasSize(1);
    beforeCommit = () -> {};
    assertThat(driver.usage("a").allocated()).isEqualTo(1);
  }

  private Thread start(Queue<IpamException> failures) {
    Thread thread =
        new Thread(
            () -> {
              try {
                driver.allocate(AllocationRequest.any("a"));
              } catch (IpamException e) {
                failures.add(e);
              }
            });
    thread.start();
    return thread;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aStreamThatIsOpenDuringAFailureEndsWithAnError() {
    driver.allocate(AllocationRequest.bulk("a", 10));
    try (Stream<Allocation> stream = driver.allocations("a")) {
      var iterator = stream.iterator();
      iterator.next();
      fault = Fault.WRITE;
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> driver.allocate(AllocationRequest.any("a")));
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> iterator.forEachRemaining(allocation -> {}));
    }
    fault = Fault.NONE;
    try (Stream<Allocation> stream = driver.allocations("a")) {
      assertThat(stream).hasSize(10);
    }
  }

  @Test
  void aRefusalLeavesNoTraceEvenInTheBatch() {
    driver.allocate(AllocationRequest.specific("a", FIRST));
    for (int i = 0; i < 10; i++) {
      assertThatExceptionOfType(AddressAlreadyAllocatedException.class)
          .isThrownBy(() -> driver.allocate(AllocationRequest.specific("a", FIRST).withKey("k")));
    }
    assertThat(driver.allocate(AllocationRequest.any("a").withKey("k")).get(0).address())
        .isEqualTo(FIRST.plus(1));
  }

  @Test
  void aClockThatFailsUndoesTheWholeBatch() {
    driver.close();
    store =
        Store.open(directory.resolve("store"), false, new StoreOptions(false, 1 << 20, 64), null);
    Clock broken =
        new Clock() {
          private int calls;

          @Override
          public java.time.ZoneId getZone() {
            return java.time.ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public java.time.Instant instant() {
            if (calls++ == 0) {
              throw new IllegalStateException("no battery");
            }
            return java.time.Instant.EPOCH;
          }
        };
    driver =
        new BuiltinDriver(
            store,
            new Engine(store, () -> Session.on(store.tables(), broken, new Random(1))),
            true);
    UnavailableException e =
        catchThrowableOfType(
            UnavailableException.class, () -> driver.allocate(AllocationRequest.any("a")));
    assertThat(e.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(e).hasMessageContaining("no battery");
    assertThat(driver.usage("a").allocated()).isZero();
    assertThat(driver.allocate(AllocationRequest.any("a")).get(0).address()).isEqualTo(FIRST);
  }
}
