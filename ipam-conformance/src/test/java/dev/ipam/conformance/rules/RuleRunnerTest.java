package dev.ipam.conformance.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.Breakable;
import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.check.Finding;
import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.contract.ContractRule;
import dev.ipam.conformance.memory.MemoryUnderTest;
import dev.ipam.conformance.memory.OutageUnderTest;
import dev.ipam.conformance.report.Status;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the runner makes of right drivers, wrong ones, lacking ones and ones that hang. */
class RuleRunnerTest {
  private static final Set<Capability> ALL = new MemoryUnderTest().capabilities();

  @Test
  void aRightDriverPasses() {
    assertThat(run("3.01", new MemoryUnderTest())).isEqualTo(Finding.passed("3.01"));
  }

  @Test
  void aWrongAnswerFailsWithAllThatAVendorNeeds() {
    Finding finding =
        run(
            "3.35",
            driver ->
                new Breakable(driver) {
                  @Override
                  public Optional<Allocation> release(ReleaseRequest request) {
                    if (super.find(request.subnetId(), request.address()).isEmpty()) {
                      return super.find("other", request.address());
                    }
                    return super.release(request);
                  }
                });

    assertThat(finding.status()).isEqualTo(Status.FAILED);
    assertThat(finding.messages())
        .singleElement()
        .asString()
        .contains(
            "IPAM-3.35 MUST (ReleaseRules.releasingWhatIsFreeIsNoError): Releasing an address")
        .contains("expected: what the release of 10.0.0.6 returns is nothing")
        .contains("observed: it is 10.0.0.6 of other (SPECIFIC, token 2)")
        .contains("createSubnet s 10.0.0.0/29 -> s 10.0.0.0/29 gateway 10.0.0.1")
        .contains("release 10.0.0.6 of s -> 10.0.0.6 of other (SPECIFIC, token 2)")
        .contains("if this fails, check:\n    - whether an address outside the CIDR")
        .contains("to run it again: -Dipam.conformance.seed=1 -Dipam.conformance.rules=IPAM-3.35");
  }

  @Test
  void anExceptionThatIsNoErrorOfTheContractIsTold() {
    Finding finding =
        run(
            "3.38",
            driver ->
                new Breakable(driver) {
                  @Override
                  public List<Allocation> allocate(AllocationRequest request) {
                    throw new IllegalStateException("row 7 is locked");
                  }
                });

    assertThat(finding.status()).isEqualTo(Status.FAILED);
    assertThat(finding.messages())
        .singleElement()
        .asString()
        .contains("an error of the contract (IPAM-6.19)")
        .contains("the driver threw java.lang.IllegalStateException: row 7 is locked at dev.ipam")
        .doesNotContain("if this fails, check");
  }

  @Test
  void whatNeedsAMissingCapabilityMustBeRefused() {
    Set<Capability> core = Set.of();

    assertThat(new RuleRunner(new MemoryUnderTest(core), core, 1).run(rule("3.26")))
        .isEqualTo(new Finding("3.26", Status.NOT_APPLICABLE, "BULK", List.of()));

    RuleRunner lies =
        new RuleRunner(new MemoryUnderTest(), EnumSet.complementOf(EnumSet.of(Capability.BULK)), 1);
    Finding served = lies.run(rule("3.26"));
    assertThat(served.status()).isEqualTo(Status.FAILED);
    assertThat(served.messages())
        .singleElement()
        .asString()
        .startsWith(
            "IPAM-3.26 MUST (inverse test of BULK): expected that allocating BULK of 2 in s")
        .contains("fails with Unsupported, observed that it returned [")
        .endsWith("told whole at IPAM-6.22")
        .doesNotContain("what was done");
    assertThat(lies.run(rule("6.22")).messages())
        .singleElement()
        .asString()
        .contains("IPAM-6.22 (inverse test of BULK)")
        .contains("allocating BULK of 2 in s fails with Unsupported");
  }

  @Test
  void aRefusalThatChangesSomethingIsFound() {
    Finding finding =
        run(
            "2.03",
            driver ->
                new Breakable(driver) {
                  @Override
                  public Subnet createSubnet(SubnetRequest request) {
                    if (super.subnets().anyMatch(each -> each.id().equals(request.subnetId()))) {
                      super.allocate(AllocationRequest.any(request.subnetId()));
                    }
                    return super.createSubnet(request);
                  }
                });

    assertThat(finding.messages())
        .singleElement()
        .asString()
        .contains("a refused request changes nothing");
  }

  @Test
  void aLieInALookUpAfterwardsIsFound() {
    UnaryOperator<IpamDriver> unsorted =
        driver ->
            new Breakable(driver) {
              @Override
              public Stream<Allocation> allocations(String subnetId) {
                try (Stream<Allocation> rows = super.allocations(subnetId)) {
                  return rows
                      .sorted((a, b) -> a.address().toString().compareTo(b.address().toString()))
                      .toList()
                      .stream();
                }
              }

              @Override
              public Optional<Allocation> find(String subnetId, IpAddress address) {
                return super.find(subnetId, address);
              }
            };

    assertThat(run("3.59", unsorted).status()).isEqualTo(Status.FAILED);
    assertThat(run("3.63", unsorted).status()).isEqualTo(Status.FAILED);
  }

  @Test
  void everyCapabilityThatAnOperationAsksForHasAnInverseTest() {
    Set<Capability> without = EnumSet.noneOf(Capability.class);
    for (Capability capability : Capability.values()) {
      if (Inverse.of(capability).isEmpty()) {
        without.add(capability);
      }
    }

    assertThat(without)
        .doesNotContainAnyElementsOf(
            EnumSet.complementOf(
                EnumSet.of(
                    Capability.AUTHORITY,
                    Capability.DURABLE,
                    Capability.CLOCK,
                    Capability.SHARED,
                    Capability.TRANSACTIONAL)));
  }

  @Test
  void aDriverThatIsSlowAtAnythingDoesNotHang() {
    DriverUnderTest slow =
        new MemoryUnderTest(
            driver ->
                new Breakable(driver) {
                  @Override
                  public List<Allocation> allocate(AllocationRequest request) {
                    if (request.address() instanceof AddressRequest.Specific) {
                      LockSupport.parkNanos(15_000_000);
                    }
                    return super.allocate(request);
                  }
                });
    Finding finding = new RuleRunner(slow, ALL, 1, Duration.ofSeconds(9)).run(rule("3.33"));

    assertThat(finding.status()).isEqualTo(Status.NOT_PROVEN);
    assertThat(finding.reason())
        .contains(" refusals took 3 s, and as long each before anything was held")
        .contains("ipam.conformance.patience-seconds");
  }

  @Test
  void aTestThatIsGivenUpEnds() throws InterruptedException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    DriverUnderTest subject = new OutageUnderTest(OutageUnderTest.Manner.STAYS_DOWN);
    Finding finding =
        new RuleRunner(subject, subject.capabilities(), 1, Duration.ofSeconds(1)).run(rule("6.26"));

    assertThat(finding.messages()).isNotEmpty().allMatch(each -> each.contains("within 1 s"));
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("conformance") && !before.contains(thread)) {
        thread.join(30_000);
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }

  private static Finding run(String rule, UnaryOperator<IpamDriver> change) {
    return run(rule, new MemoryUnderTest(change));
  }

  private static Finding run(String rule, DriverUnderTest subject) {
    return new RuleRunner(subject, ALL, 1).run(rule(rule));
  }

  private static ContractRule rule(String id) {
    return Contract.current().rule(id);
  }
}
