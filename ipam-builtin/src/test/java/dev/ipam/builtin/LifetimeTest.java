package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.ipam.error.DriverClosedException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver that is closed at a bad moment: a call of a freed native object would end the JVM. */
class LifetimeTest {
  @TempDir Path directory;

  @Test
  void streamsThatAreOpenAtCloseEndWithDriverClosed() {
    BuiltinDriver driver = Opened.in(directory.resolve("store"));
    driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
    driver.allocate(AllocationRequest.bulk("a", 20).withOwner("me"));
    Stream<Allocation> allocations = driver.allocations("a");
    Iterator<Allocation> begun = allocations.iterator();
    begun.next();
    Stream<Allocation> owned = driver.allocationsOf("me");
    Stream<Subnet> subnets = driver.subnets();
    driver.close();
    driver.close();
    assertThatExceptionOfType(DriverClosedException.class)
        .isThrownBy(() -> begun.forEachRemaining(allocation -> {}));
    assertThatExceptionOfType(DriverClosedException.class).isThrownBy(owned::count);
    subnets.close();
    owned.close();
    allocations.close();
    assertThatExceptionOfType(DriverClosedException.class).isThrownBy(driver::subnets);
    assertThatExceptionOfType(DriverClosedException.class)
        .isThrownBy(() -> driver.find("a", IpAddress.parse("10.0.0.2")));
    assertThatExceptionOfType(DriverClosedException.class)
        .isThrownBy(() -> driver.allocate(AllocationRequest.any("a")));
    assertThat(driver.store().location()).endsWith("store");
  }

  @Test
  void aClosedStreamFailsInsteadOfEnding() {
    try (BuiltinDriver driver = Opened.in(directory.resolve("store"))) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
      driver.allocate(AllocationRequest.bulk("a", 20));
      Stream<Allocation> stream = driver.allocations("a");
      Iterator<Allocation> begun = stream.iterator();
      begun.next();
      stream.close();
      assertThatIllegalStateException()
          .isThrownBy(() -> begun.forEachRemaining(allocation -> {}))
          .withMessageContaining("closed");
    }
  }

  @Test
  void aStreamShowsOneMomentAndWritingGoesOn() {
    try (BuiltinDriver driver = Opened.in(directory.resolve("store"))) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
      List<Allocation> first = driver.allocate(AllocationRequest.bulk("a", 20));
      try (Stream<Allocation> stream = driver.allocations("a")) {
        Iterator<Allocation> begun = stream.iterator();
        List<Allocation> seen = new ArrayList<>(List.of(begun.next()));
        driver.allocate(AllocationRequest.bulk("a", 20));
        first.forEach(allocation -> driver.release(ReleaseRequest.of(allocation)));
        driver.removeSubnet("a", true);
        begun.forEachRemaining(seen::add);
        assertThat(seen).isEqualTo(first);
      }
    }
  }

  @Test
  void anInterruptedCallerIsServedAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    try (BuiltinDriver driver = Opened.in(directory.resolve("store"))) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
      assertThat(driver.allocate(AllocationRequest.any("a"))).hasSize(1);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    Opened.in(directory.resolve("store")).close();
  }

  @Test
  void closingUnderLoadRefusesWhatComesAfterAndCrashesNothing() throws InterruptedException {
    for (int round = 0; round < 12; round++) {
      BuiltinDriver driver = Opened.in(directory.resolve("store"));
      if (round == 0) {
        driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/16"));
      }
      Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
      CountDownLatch warm = new CountDownLatch(200);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int kind = i;
        Thread thread = new Thread(() -> work(driver, kind, warm, failures));
        thread.start();
        threads.add(thread);
      }
      warm.await();
      driver.close();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failures).hasSize(8).allMatch(e -> e instanceof DriverClosedException);
    }
  }

  private static void work(
      BuiltinDriver driver, int kind, CountDownLatch warm, Queue<Throwable> failures) {
    try {
      while (true) {
        switch (kind) {
          case 0, 1, 2 ->
              driver.release(ReleaseRequest.of(driver.allocate(AllocationRequest.any("a")).get(0)));
          case 3 -> driver.find("a", IpAddress.parse("10.0.0.2"));
          case 4 -> driver.subnet("a");
          case 5 -> driver.usage("a");
          case 6 -> driver.allocations("a").limit(3).forEach(allocation -> {});
          default -> {
            try (Stream<Allocation> stream = driver.holders(IpAddress.parse("10.0.0.2"))) {
              stream.forEach(allocation -> {});
            }
          }
        }
        warm.countDown();
      }
    } catch (RuntimeException | Error e) {
      failures.add(e);
    }
  }
}
