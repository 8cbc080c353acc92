package dev.ipam.conformance.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.Breakable;
import dev.ipam.conformance.BuiltinUnderTest;
import dev.ipam.conformance.memory.MemoryUnderTest;
import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.Usage;
import dev.ipam.spi.IpamDriver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LinearizabilityCheckTest {
  private static final Duration AT_MOST = Duration.ofMinutes(3);

  @Test
  void theModelPasses() {
    LinearizabilityCheck.Report report =
        new LinearizabilityCheck(new MemoryUnderTest()).run(1, 60, 4, 6, AT_MOST);

    assertThat(report.failures()).isEmpty();
    assertThat(report.undecided()).isZero();
    assertThat(report.overlapping()).isPositive();
  }

  @Test
  void theBuiltinDriverPasses() {
    LinearizabilityCheck.Report report =
        new LinearizabilityCheck(new BuiltinUnderTest()).run(1, 12, 4, 6, AT_MOST);

    assertThat(report.failures()).isEmpty();
    assertThat(report.undecided()).isZero();
    assertThat(report.overlapping()).isPositive();
  }

  @Test
  void findsAReadThatIsStale() {
    assertThat(found(StaleUsage::new).toString()).contains("in one thread, IPAM-", "usage");
  }

  @Test
  void findsAnUpdateThatIsLost() {
    LinearizabilityCheck.Failure failure = found(LostRelease::new);
    assertThat(failure.rule()).as("what is wrong without threads too").isNotEqualTo("6.01");
    assertThat(failure.toString()).contains("in one thread, IPAM-", "release");
  }

  /** Two threads that meet between reading and writing get one address. */
  @Test
  void findsADuplicateUnderRace() {
    LinearizabilityCheck.Failure failure = found(ReadThenWrite::new);
    assertThat(failure.rule()).isEqualTo("6.01");
    assertThat(failure.toString()).contains("thread 0: ", "allocate", "if this fails, check");
  }

  /** Who does not know whether a write took effect says so, and does not hang. */
  @Test
  void takesAnHonestUnknownOutcomeForAnAnswer() {
    LinearizabilityCheck.Report report =
        new LinearizabilityCheck(new MemoryUnderTest(NowAndThenUnknown::new))
            .run(1, 20, 3, 6, AT_MOST);

    assertThat(report.failures()).isEmpty();
    assertThat(report.rounds()).isEqualTo(20);
  }

  private static LinearizabilityCheck.Failure found(UnaryOperator<IpamDriver> change) {
    LinearizabilityCheck.Report report =
        new LinearizabilityCheck(new MemoryUnderTest(change)).run(1, 200, 4, 6, AT_MOST);
    assertThat(report.failures()).isNotEmpty();
    return report.failures().get(0);
  }

  /** Answers how full a subnet is from what it knew when it was first asked. */
  private static final class StaleUsage extends Breakable {
    private final Map<String, Usage> known = new ConcurrentHashMap<>();

    StaleUsage(IpamDriver driver) {
      super(driver);
    }

    @Override
    public Usage usage(String subnetId) {
      Usage fresh = super.usage(subnetId);
      Usage stale = known.putIfAbsent(subnetId, fresh);
      return stale == null ? fresh : stale;
    }
  }

  /** Says that it has released, but every third time it has not. */
  private static final class LostRelease extends Breakable {
    private int releases;

    LostRelease(IpamDriver driver) {
      super(driver);
    }

    @Override
    public synchronized Optional<Allocation> release(ReleaseRequest request) {
      boolean lost = ++releases % 3 == 0;
      return lost && request.owner() == null && request.token() == null
          ? super.find(request.subnetId(), request.address())
          : super.release(request);
    }
  }

  /** Loses the store after every fifth allocation of a thread. */
  private static final class NowAndThenUnknown extends Breakable {
    private final AtomicInteger calls = new AtomicInteger();

    NowAndThenUnknown(IpamDriver driver) {
      super(driver);
    }

    @Override
    public List<Allocation> allocate(AllocationRequest request) {
      List<Allocation> done = super.allocate(request);
      boolean isOfMany = Thread.currentThread().getName().startsWith("ipam-conformance-");
      if (isOfMany && calls.incrementAndGet() % 5 == 0) {
        throw new UnavailableException("memory", "it was lost", Outcome.UNKNOWN, null);
      }
      return done;
    }
  }

  /** Looks whether an address is free, and takes it in another step, whoever has it by then. */
  private static final class ReadThenWrite extends Breakable {
    ReadThenWrite(IpamDriver driver) {
      super(driver);
    }

    @Override
    public List<Allocation> allocate(AllocationRequest request) {
      if (!(request.address() instanceof dev.ipam.request.AddressRequest.Specific specific)
          || request.subnetIds().size() > 1) {
        return super.allocate(request);
      }
      String subnet = request.subnetIds().get(0);
      IpAddress address = specific.address();
      if (super.find(subnet, address).isPresent()) {
        return super.allocate(request);
      }
      pause();
      // Whoever took it meanwhile loses it.
      super.release(ReleaseRequest.of(subnet, address));
      return super.allocate(request);
    }

    private static void pause() {
      for (int i = 0; i < 20_000; i++) {
        Thread.onSpinWait();
      }
    }
  }
}
