package dev.ipam.conformance.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.Breakable;
import dev.ipam.conformance.BuiltinUnderTest;
import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.MemoryBuiltinUnderTest;
import dev.ipam.conformance.memory.MemoryUnderTest;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.steps.StepText;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.spi.Capability;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ParityCheckTest {
  private static final Duration AT_MOST = Duration.ofSeconds(20);

  @Test
  void theBuiltinDriverAndTheModelAreAtParity() {
    ParityReport report =
        new ParityCheck(List.of(new MemoryUnderTest(), new BuiltinUnderTest()))
            .run(1, 8, 100, AT_MOST);

    assertThat(report.differences()).isEmpty();
    assertThat(report.equal()).containsKeys("allocate", "release", "create-subnet");
    assertThat(report.byMembership()).containsKey("allocate");
  }

  @Test
  void theBuiltinDriverIsAtParityInMemoryAndOnDisk() {
    ParityReport report =
        new ParityCheck(List.of(new BuiltinUnderTest(), new MemoryBuiltinUnderTest()))
            .run(1, 12, 100, AT_MOST);

    assertThat(report.differences()).isEmpty();
    assertThat(report.steps()).isEqualTo(1_200);
    assertThat(report.equal())
        .containsKeys("allocate", "release", "create-subnet", "together", "create-pool");
  }

  /**
   * Under RANDOM, who got a certain address is for the driver to choose, and the model judges it.
   */
  @Test
  void whoHoldsAnAddressGivenByChanceIsNotCompared() {
    List<Step> script =
        StepText.readAll(
            """
            create-subnet id=s project=default cidr=10.0.0.0/29 gateway=none pools=10.0.0.2-10.0.0.3 policy=RANDOM rest=0
            allocate subnets=s wish=any owner=a
            advance millis=5
            allocate subnets=s wish=any owner=b
            holders address=10.0.0.2
            """);
    ParityCheck check = new ParityCheck(List.of(new MemoryUnderTest(), new BuiltinUnderTest()));

    for (int seed = 1; seed <= 8; seed++) {
      assertThat(check.replay(seed, script)).isEmpty();
    }
  }

  @Test
  void aDriverIsComparedByWhatItHas() {
    Set<Capability> few = EnumSet.of(Capability.BULK, Capability.CLOCK, Capability.POLICIES);
    ParityReport report =
        new ParityCheck(List.of(new MemoryUnderTest(), new MemoryUnderTest(few)))
            .run(1, 10, 80, AT_MOST);

    assertThat(report.differences()).isEmpty();
    assertThat(report.leftOut()).contains("KEYS", "POOLS").doesNotContain("BULK");
  }

  @Test
  void saysWhoIsWrong() {
    DriverUnderTest wrong =
        new MemoryUnderTest(
            driver ->
                new Breakable(driver) {
                  @Override
                  public List<Allocation> allocate(AllocationRequest request) {
                    return super.allocate(request.withOwner(null));
                  }
                });
    ParityReport report =
        new ParityCheck(List.of(new MemoryUnderTest(), wrong)).run(1, 10, 100, AT_MOST);

    assertThat(report.atParity()).isFalse();
    assertThat(report.differences().get(0).toString()).contains("is wrong: IPAM-3.39", "seed: ");
  }

  /**
   * A look at everything comes after several steps; the one that is to blame is named all the same.
   */
  @Test
  void findsTheStepThatLeftAnotherStateUnseen() {
    DriverUnderTest wrong =
        new MemoryUnderTest(
            driver ->
                new Breakable(driver) {
                  @Override
                  public List<Allocation> allocate(AllocationRequest request) {
                    List<Allocation> result = super.allocate(request);
                    Allocation last = result.get(result.size() - 1);
                    if (result.size() == 3) {
                      release(ReleaseRequest.of(last));
                    }
                    return result;
                  }
                });
    Difference difference =
        new ParityCheck(List.of(new MemoryUnderTest(), wrong))
            .run(1, 10, 100, AT_MOST)
            .differences()
            .get(0);

    assertThat(difference.explanation()).contains("after \"allocate", "bulk:3", "IPAM-");
    assertThat(difference.script()).hasSizeLessThanOrEqualTo(3);
  }

  /** Token numbers may differ, as long as they are in the same order. */
  @Test
  void countsTheOrderOfTokensAlone() {
    DriverUnderTest gaps =
        new MemoryUnderTest(
            driver ->
                new Breakable(driver) {
                  @Override
                  public List<Allocation> allocate(AllocationRequest request) {
                    List<Allocation> result = super.allocate(request);
                    useUpTokens(result.get(0).subnetId());
                    return result;
                  }

                  private void useUpTokens(String subnet) {
                    JointRequest failing =
                        JointRequest.of(
                            AllocationRequest.any(subnet), AllocationRequest.any("no such subnet"));
                    try {
                      super.allocateTogether(failing);
                    } catch (dev.ipam.error.IpamException e) {
                      // It fails by design.
                    }
                  }
                });
    ParityReport report =
        new ParityCheck(List.of(new MemoryUnderTest(), gaps)).run(1, 4, 80, AT_MOST);

    assertThat(report.differences()).isEmpty();
  }
}
