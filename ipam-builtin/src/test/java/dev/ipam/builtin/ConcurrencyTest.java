package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.error.Outcome;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.Usage;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Threads that allocate and release at random; each knows what it holds. */
class ConcurrencyTest {
  private static final int THREADS = 16;
  private static final Comparator<Allocation> BY_PLACE =
      Comparator.comparing(Allocation::subnetId).thenComparing(Allocation::address);

  @TempDir Path directory;

  private static final class Caller implements Runnable {
    private final BuiltinDriver driver;
    private final List<String> subnets;
    private final int operations;
    private final Random random;
    private final String owner;
    private final List<Allocation> held = new ArrayList<>();
    private final LongStream.Builder tokens = LongStream.builder();
    private final Queue<Throwable> failures;
    private long lastToken;

    Caller(
        BuiltinDriver driver,
        List<String> subnets,
        int operations,
        int number,
        Queue<Throwable> failures) {
      this.driver = driver;
      this.subnets = subnets;
      this.operations = operations;
      this.random = new Random(number);
      this.owner = "caller-" + number;
      this.failures = failures;
    }

    @Override
    public void run() {
      try {
        for (int i = 0; i < operations; i++) {
          step();
        }
      } catch (RuntimeException | Error e) {
        failures.add(e);
      }
    }

    private void step() {
      if (!held.isEmpty() && (held.size() > 40 || random.nextBoolean())) {
        int last = held.size() - 1;
        Allocation given = held.set(random.nextInt(held.size()), held.get(last));
        held.remove(last);
        assertThat(driver.release(ReleaseRequest.of(given).withOwner(owner))).contains(given);
        return;
      }
      try {
        for (Allocation got : driver.allocate(request().withOwner(owner))) {
          assertThat(got.token()).isGreaterThan(lastToken);
          lastToken = got.token();
          tokens.add(lastToken);
          held.add(got);
        }
      } catch (AddressAlreadyAllocatedException | NoAddressAvailableException e) {
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_APPLIED);
      }
    }

    private AllocationRequest request() {
      String subnet = subnets.get(random.nextInt(subnets.size()));
      AddressRequest wanted =
          switch (random.nextInt(8)) {
            case 0 -> new AddressRequest.PreferNext();
            case 1 ->
                new AddressRequest.Specific(
                    IpAddress.parse("10.0.0.0").plus(1 + random.nextInt(1000)));
            case 2 -> new AddressRequest.Bulk(1 + random.nextInt(3));
            default -> new AddressRequest.Any();
          };
      return AllocationRequest.of(wanted, subnet);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 8000, os", "40, 8000, os", "3, 200, sync", "1, 8000, memory", "40, 8000, memory"})
  void nothingIsLostAndNothingIsGivenOutTwice(int subnets, int operations, String durability)
      throws InterruptedException {
    Path store = directory.resolve("store");
    var context =
        Opened.context(
            store, Clock.systemUTC(), true, Map.of("ipam.builtin.durability", durability));
    Set<Allocation> expected = new TreeSet<>(BY_PLACE);
    List<String> ids = new ArrayList<>();
    try (BuiltinDriver driver = Opened.with(context)) {
      for (int i = 0; i < subnets; i++) {
        ids.add("net-" + i);
        driver.createSubnet(
            SubnetRequest.of("net-" + i, "10.0.0.0/22")
                .withPolicy(List.of(AllocationPolicy.values()).get(i % 3)));
      }
      List<Caller> callers = run(driver, ids, operations);
      for (Caller caller : callers) {
        for (Allocation held : caller.held) {
          assertThat(expected.add(held)).as("%s is held twice", held).isTrue();
        }
      }
      long[] tokens = callers.stream().flatMapToLong(caller -> caller.tokens.build()).toArray();
      assertThat(LongStream.of(tokens).distinct().count()).isEqualTo(tokens.length);
      compare(driver, ids, expected);
      assertThat(driver.check(problem -> {}).problems()).isZero();
    }
    if (durability.equals("memory")) {
      return;
    }
    try (BuiltinDriver driver = Opened.with(context)) {
      compare(driver, ids, expected);
    }
  }

  private static List<Caller> run(BuiltinDriver driver, List<String> ids, int operations)
      throws InterruptedException {
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<Caller> callers = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      callers.add(new Caller(driver, ids, operations, i, failures));
      threads.add(new Thread(callers.get(i)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    return callers;
  }

  private static void compare(BuiltinDriver driver, List<String> ids, Set<Allocation> all) {
    List<Allocation> found = new ArrayList<>();
    for (String id : ids.stream().sorted().toList()) {
      Usage usage = driver.usage(id);
      long allocated = usage.allocated().add(usage.outsidePools()).longValueExact();
      try (Stream<Allocation> allocations = driver.allocations(id)) {
        List<Allocation> here = allocations.toList();
        assertThat(here).hasSize((int) allocated);
        found.addAll(here);
      }
    }
    assertThat(found).containsExactlyElementsOf(all);
  }
}
