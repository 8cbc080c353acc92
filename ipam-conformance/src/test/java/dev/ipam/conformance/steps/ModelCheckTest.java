package dev.ipam.conformance.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.Breakable;
import dev.ipam.conformance.memory.MemoryUnderTest;
import dev.ipam.conformance.model.Step;
import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.IpamException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.Usage;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelCheckTest {
  private static final Duration AT_MOST = Duration.ofSeconds(30);

  @Test
  void theModelAsADriverPasses() {
    ModelCheck.Report report = new ModelCheck(new MemoryUnderTest()).run(1, 40, 120, AT_MOST);

    assertThat(report.failures()).isEmpty();
    assertThat(report.kinds())
        .containsKeys("create-subnet", "allocate", "together", "transfer", "restart", "advance")
        .containsKeys("create-pool", "update-pool", "create-scope", "release-owner", "pool-usage");
  }

  @Test
  void theModelWithTheCoreAlonePasses() {
    ModelCheck.Report report =
        new ModelCheck(new MemoryUnderTest(Set.of())).run(1, 30, 120, AT_MOST);

    assertThat(report.failures()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Capability.class,
      names = {"POLICIES", "TOKENS", "KEYS", "OWNERS", "POOLS", "REST", "CLOCK", "GROUPS"})
  void theModelWithoutACapabilityPasses(Capability missing) {
    Set<Capability> fewer = EnumSet.copyOf(new MemoryUnderTest().capabilities());
    fewer.remove(missing);
    if (missing == Capability.POOLS) {
      fewer.remove(Capability.SCOPES);
    } else if (missing == Capability.TOKENS) {
      fewer.remove(Capability.TRANSFER);
    } else if (missing == Capability.CLOCK) {
      fewer.remove(Capability.REST);
    }
    ModelCheck.Report report = new ModelCheck(new MemoryUnderTest(fewer)).run(1, 8, 100, AT_MOST);

    assertThat(report.failures()).isEmpty();
  }

  @Test
  void aFailureIsToldUnshrunkWhenTheTimeForThatIsOver() {
    MemoryUnderTest wrong =
        new MemoryUnderTest(
            driver ->
                new Breakable(driver) {
                  @Override
                  public long removeSubnet(String subnetId, boolean force) {
                    return super.removeSubnet(subnetId, force) + 1;
                  }
                });
    Failure shrunk = new ModelCheck(wrong).run(1, 40, 120, AT_MOST).failures().get(0);
    Failure whole = new ModelCheck(wrong, Duration.ZERO).run(1, 40, 120, AT_MOST).failures().get(0);

    assertThat(whole.objection().rule()).isEqualTo(shrunk.objection().rule());
    assertThat(whole.script()).hasSizeGreaterThan(shrunk.script().size());
  }

  @Test
  void theSameSeedTakesTheSameSteps() {
    ModelCheck check = new ModelCheck(new MemoryUnderTest());

    assertThat(check.run(7, 3, 80, AT_MOST)).isEqualTo(check.run(7, 3, 80, AT_MOST));
  }

  @Test
  void findsAFreeAddressThatIsCalledTaken() {
    Failure failure =
        found(
            driver ->
                new Breakable(driver) {
                  @Override
                  public List<Allocation> allocate(AllocationRequest request) {
                    if (request.address() instanceof AddressRequest.PreferNext) {
                      throw new NoAddressAvailableException(
                          request.subnetIds(),
                          BigInteger.ONE,
                          BigInteger.ZERO,
                          BigInteger.ZERO,
                          null);
                    }
                    return super.allocate(request);
                  }
                });

    assertThat(failure.objection().rule()).isEqualTo("3.31");
    assertThat(failure.script()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void findsABulkThatTakesSomeAndThenFails() {
    Failure failure =
        found(
            driver ->
                new Breakable(driver) {
                  @Override
                  public List<Allocation> allocate(AllocationRequest request) {
                    if (!(request.address() instanceof AddressRequest.Bulk)
                        || request.key() != null) {
                      return super.allocate(request);
                    }
                    try {
                      return super.allocate(request);
                    } catch (NoAddressAvailableException e) {
                      takeOne(request);
                      throw e;
                    }
                  }

                  private void takeOne(AllocationRequest request) {
                    try {
                      super.allocate(AllocationRequest.any(request.subnetIds().get(0)));
                    } catch (NoAddressAvailableException e) {
                      // None is left to take.
                    }
                  }
                });

    assertThat(failure.objection().rule()).isIn("3.27", "4.13");
    assertThat(failure.objection().explanation()).contains("refused with NoAddressAvailable");
  }

  @Test
  void findsAnAllocationThatIsLeftWhenAllocatingTogetherFails() {
    Failure failure =
        found(
            driver ->
                new Breakable(driver) {
                  @Override
                  public List<List<Allocation>> allocateTogether(JointRequest request) {
                    if (request.key() != null) {
                      return super.allocateTogether(request);
                    }
                    List<List<Allocation>> results = new ArrayList<>();
                    request.parts().forEach(part -> results.add(super.allocate(part)));
                    return results;
                  }
                });

    assertThat(failure.objection().rule()).isEqualTo("3.85");
  }

  @Test
  void findsARetryableConflict() {
    Failure failure =
        found(
            driver ->
                new Breakable(driver) {
                  @Override
                  public List<Allocation> allocate(AllocationRequest request) {
                    try {
                      return super.allocate(request);
                    } catch (AddressAlreadyAllocatedException e) {
                      throw new dev.ipam.error.UnavailableException(
                          "store", "busy", dev.ipam.error.Outcome.NOT_APPLIED, e);
                    }
                  }
                });

    assertThat(failure.objection().rule()).isIn("3.17", "3.23", "3.24");
  }

  @Test
  void findsAVendorsOwnException() {
    Failure failure =
        found(
            driver ->
                new Breakable(driver) {
                  @Override
                  public Optional<Allocation> release(ReleaseRequest request) {
                    try {
                      return super.release(request);
                    } catch (IpamException e) {
                      throw new IllegalStateException("ORA-00001", e);
                    }
                  }
                });

    assertThat(failure.objection().rule()).isEqualTo("6.19");
    assertThat(failure.objection().explanation()).contains("ORA-00001");
  }

  @Test
  void findsUsageThatCountsWhatIsOutsideThePools() {
    Failure failure =
        found(
            driver ->
                new Breakable(driver) {
                  @Override
                  public Usage usage(String subnetId) {
                    Usage right = super.usage(subnetId);
                    return new Usage(
                        subnetId,
                        right.capacity().add(right.outsidePools()),
                        right.allocated().add(right.outsidePools()),
                        right.free(),
                        right.resting(),
                        BigInteger.ZERO,
                        right.nextRested());
                  }
                });

    assertThat(failure.objection().rule()).isEqualTo("3.66");
  }

  @Test
  void findsIdsInTheOrderOfUtf16() {
    Failure failure =
        found(
            driver ->
                new Breakable(driver) {
                  @Override
                  public Stream<Subnet> subnets() {
                    return super.subnets().sorted((a, b) -> a.id().compareTo(b.id()));
                  }
                });

    assertThat(failure.objection().rule()).isEqualTo("1.22");
    assertThat(failure.script()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void findsAnUpdateThatChangesNothingAndStartsAPassAllTheSame() {
    Failure failure =
        found(
            driver ->
                new Breakable(driver) {
                  @Override
                  public Subnet updateSubnet(SubnetUpdate update) {
                    Subnet before = super.subnet(update.subnetId());
                    Subnet after = super.updateSubnet(update);
                    boolean idle = before.equals(after) && !after.poolsGenerated();
                    if (idle && after.pools().size() == 1) {
                      // Another list of pools and back again: the pass begins anew.
                      super.updateSubnet(
                          update.withPools(dev.ipam.request.PoolsChoice.of(List.of())));
                      return super.updateSubnet(
                          update.withPools(dev.ipam.request.PoolsChoice.of(after.pools())));
                    }
                    return after;
                  }
                });

    assertThat(failure.objection().rule()).isIn("3.06", "3.05");
  }

  @Test
  void aFailureCanBeReplayedFromItsText() {
    UnaryOperator<IpamDriver> fault =
        driver ->
            new Breakable(driver) {
              @Override
              public Stream<Allocation> allocations(String subnetId) {
                return super.allocations(subnetId).skip(1);
              }
            };
    Failure failure = found(fault);

    String text = StepText.write(failure.script());
    assertThat(failure.toString()).contains("seed", text.lines().findFirst().orElseThrow());
    List<Step> script = StepText.readAll(text);
    Optional<Failure> again =
        new ModelCheck(new MemoryUnderTest(fault)).replay(failure.seed(), script);
    assertThat(again).isPresent();
    assertThat(again.get().objection().rule()).isEqualTo(failure.objection().rule());
    assertThat(failure.script()).hasSizeLessThanOrEqualTo(3);
  }

  private static Failure found(UnaryOperator<IpamDriver> fault) {
    ModelCheck.Report report = new ModelCheck(new MemoryUnderTest(fault)).run(1, 60, 120, AT_MOST);
    assertThat(report.failures()).isNotEmpty();
    return report.failures().get(0);
  }
}
