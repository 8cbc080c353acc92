package dev.ipam.conformance.rules;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.StoreUnderTest;
import dev.ipam.conformance.steps.ManualClock;
import dev.ipam.error.IpamException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.error.StoreNotFoundException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a rule's test works with: the driver on an empty store of its own, whose calls are recorded,
 * a clock that stands still, and the means to say what was expected and what was observed.
 */
final class Bench implements AutoCloseable {
  private static final int MOST_DRAINED = 4_096;

  private final DriverUnderTest subject;
  private final ManualClock clock = new ManualClock();
  private final Transcript transcript = new Transcript();
  private StoreUnderTest store;
  private final long seed;
  private final Duration patience;
  private IpamDriver driver;
  private volatile boolean givenUp;

  Bench(DriverUnderTest subject, long seed, Duration patience) {
    this.subject = subject;
    this.seed = seed;
    this.patience = patience;
    this.store = new StoreUnderTest(subject, clock, new Random(seed));
    this.driver = transcript.record(IpamDriver.class, store.driver());
  }

  /** Goes on with an empty store that can be taken away. */
  void onFragileStore() {
    Map<String, String> settings =
        subject
            .newFragileStore()
            .orElseThrow(
                () ->
                    new NotProven("DriverUnderTest.newFragileStore names no store that can fail"));
    store.close();
    store = new StoreUnderTest(subject, settings, clock, new Random(seed));
    driver = transcript.record(IpamDriver.class, store.driver());
  }

  /** How long the test may take. */
  Duration patience() {
    return patience;
  }

  /** Says that nobody waits for the test any more; a driver may have swallowed the interrupt. */
  void giveUp() {
    givenUp = true;
  }

  boolean isGivenUp() {
    return givenUp;
  }

  DriverUnderTest subject() {
    return subject;
  }

  StoreUnderTest store() {
    return store;
  }

  IpamDriver driver() {
    return driver;
  }

  /** Returns a part of the driver that the capabilities of the test's rule promise. */
  <T> T part(Class<T> type) {
    return driver
        .extension(type)
        .orElseThrow(
            () ->
                new RuleViolation(
                    "extension("
                        + type.getSimpleName()
                        + ".class) gives the part that the driver's"
                        + " capabilities promise",
                    "it is empty"));
  }

  boolean has(Capability capability) {
    return driver.capabilities().contains(capability);
  }

  ManualClock clock() {
    return clock;
  }

  /** Returns randomness that is the same for the same seed, and not what the driver was given. */
  RandomGenerator random() {
    return new Random(seed + 1);
  }

  /** Closes the driver and opens the store again, where it is one that outlives that. */
  void reopen() {
    if (!has(Capability.DURABLE)) {
      return;
    }
    transcript.remark("close the driver and open the store again");
    store.reopen();
    driver = transcript.record(IpamDriver.class, store.driver());
  }

  /** Closes the driver and opens the store again for rehearsing. */
  void reopenToRehearse() {
    transcript.remark("close the driver and open the store for rehearsing");
    try {
      store.reopenToRehearse();
    } catch (StoreNotFoundException e) {
      if (has(Capability.DURABLE)) {
        throw e;
      }
      throw new NotProven("the store ends with its driver, so that nobody opens it to rehearse");
    }
    driver = transcript.record(IpamDriver.class, store.driver());
  }

  /** Writes a line into what the message shows as done, such as a moved clock. */
  void remark(String what) {
    transcript.remark(what);
  }

  /** Ends a test that depends on how time goes by, where that is not the kit's to say. */
  void needsOwnTime() {
    if (has(Capability.SHARED)) {
      throw new NotProven(
          "a shared store takes its time from the store (3.74), which the kit cannot move");
    }
  }

  void advance(long millis) {
    clock.advance(millis);
    transcript.remark("the clock moves by " + millis + " ms");
  }

  List<String> done() {
    return transcript.lines();
  }

  @Override
  public void close() {
    store.close();
  }

  // Short forms of what most tests do.

  Subnet subnet(String id, String cidr) {
    return driver.createSubnet(SubnetRequest.of(id, cidr));
  }

  Allocation allocate(AddressRequest address, String... candidates) {
    List<Allocation> all = driver.allocate(AllocationRequest.of(address, candidates));
    equal("the number of allocations returned for " + address.kind(), address.count(), all.size());
    return all.get(0);
  }

  /** Allocates one address. */
  Allocation take(AllocationRequest request) {
    List<Allocation> all = driver.allocate(request);
    equal("the number of allocations returned", 1, all.size());
    return all.get(0);
  }

  /** Allocates, and returns the addresses in the order of the result. */
  List<IpAddress> all(AllocationRequest request) {
    return driver.allocate(request).stream().map(Allocation::address).toList();
  }

  IpAddress any(String subnet) {
    return allocate(new AddressRequest.Any(), subnet).address();
  }

  Allocation specific(String subnet, String address) {
    return allocate(new AddressRequest.Specific(Make.ip(address)), subnet);
  }

  Optional<Allocation> release(String subnet, IpAddress address) {
    return driver.release(ReleaseRequest.of(subnet, address));
  }

  Optional<Allocation> release(String subnet, String address) {
    return release(subnet, Make.ip(address));
  }

  /** Takes what Any gives until it says that there is no more, in a subnet that is small. */
  List<IpAddress> drain(String subnet) {
    List<IpAddress> all = new ArrayList<>();
    try {
      while (all.size() <= MOST_DRAINED) {
        all.add(any(subnet));
      }
    } catch (NoAddressAvailableException e) {
      return all;
    }
    throw new RuleViolation(
        "Any ends with NoAddressAvailable when no address is free", all.size() + " answers");
  }

  List<Allocation> held(String subnet) {
    try (var stream = driver.allocations(subnet)) {
      return stream.toList();
    }
  }

  /** Makes calls at the same moment, as near as threads can, and waits for all of them. */
  List<Outcome<Object>> atOnce(Callable<?>... calls) {
    return Together.run(List.of(calls), transcript);
  }

  // What must be so.

  /** Requires two values to be equal. */
  void equal(String what, @Nullable Object expected, @Nullable Object actual) {
    if (!Objects.equals(expected, actual)) {
      throw new RuleViolation(
          what + " is " + Words.of(expected),
          "it is " + Words.of(actual) + Words.firstDifference(expected, actual));
    }
  }

  /** Requires something to hold; both texts are clauses. */
  void require(boolean holds, String expected, String observed) {
    if (!holds) {
      throw new RuleViolation(expected, observed);
    }
  }

  /** Requires an error of this contract, by its code. */
  IpamException refused(String code, String what, Callable<?> call) {
    Object answer;
    try {
      answer = call.call();
    } catch (IpamException error) {
      if (!error.code().equals(code)) {
        throw new RuleViolation(what + " fails with " + code, Words.of(error));
      }
      return error;
    } catch (RuleViolation e) {
      throw e;
    } catch (Exception e) {
      throw new RuleViolation(
          what + " fails with " + code,
          Thrown.by(subject.provider().getClass().getPackageName(), e));
    }
    throw new RuleViolation(what + " fails with " + code, "it returned " + Words.of(answer));
  }

  /** The same of a call that returns nothing. */
  IpamException refused(String code, String what, Runnable call) {
    return refused(
        code,
        what,
        () -> {
          call.run();
          return "without an error";
        });
  }

  /** Requires an error, and that all that can be seen of the store is as it was before. */
  IpamException refusedUnchanged(String code, String what, Callable<?> call) {
    List<String> before = state();
    IpamException error = refused(code, what, call);
    unchanged(before, "a refused request");
    return error;
  }

  /** Requires all that can be seen of the store to be as it was. */
  void unchanged(List<String> before, String after) {
    List<String> now = state();
    for (String line : before) {
      require(now.contains(line), after + " changes nothing: there was " + line, "it is gone");
    }
    for (String line : now) {
      require(before.contains(line), after + " changes nothing", "now there is " + line);
    }
  }

  /** Returns all that can be seen of the store, a line for each thing. */
  List<String> state() {
    return transcript.inOneLine("look at all that is there", () -> StoreState.of(driver));
  }

  /** Requires the sentence of an error to name something. */
  void names(IpamException error, String... texts) {
    for (String text : texts) {
      require(
          String.valueOf(error.getMessage()).contains(text),
          "the message of " + error.code() + " names " + text,
          Words.of(error));
    }
  }

  /** Requires a field of an error. */
  void field(IpamException error, String name, Object expected) {
    Object actual = error.fields().get(name);
    boolean same =
        Objects.equals(expected, actual)
            || (actual != null && String.valueOf(expected).equals(String.valueOf(actual)));
    require(
        same,
        "the field " + name + " of " + error.code() + " is " + Words.of(expected),
        "it is " + Words.of(actual) + " among " + error.fields());
  }
}
