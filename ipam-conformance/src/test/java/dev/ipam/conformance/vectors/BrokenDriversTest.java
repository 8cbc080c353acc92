package dev.ipam.conformance.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.Breakable;
import dev.ipam.conformance.memory.ModelDriver;
import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.net.Cidr;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.AnySubnetRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.SubnetPools;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Drivers that break one rule each are found out, by the vector and the rule. */
final class BrokenDriversTest {
  @Test
  void earlyReuseIsFoundOut() {
    VectorReport report =
        VectorSuite.replay(
            VectorOperation.BUILTIN_SEQUENCE,
            () ->
                new Breakable(model()) {
                  @Override
                  public List<Allocation> allocate(AllocationRequest request) {
                    return request.address() instanceof AddressRequest.Any
                        ? super.allocate(
                            AllocationRequest.of(
                                new AddressRequest.PreferNext(),
                                request.subnetIds().toArray(String[]::new)))
                        : super.allocate(request);
                  }
                });
    assertThat(report.toString())
        .contains("builtin-sequence-split-release-0001, step 10 of 13, policy SEQUENTIAL")
        .contains("expected: 10.0.0.5")
        .contains("actual:   10.0.0.4")
        .contains("rule:     as recorded; 3.04..3.10");
  }

  @Test
  void aReleaseThatForgetsIsFoundOut() {
    VectorReport report =
        VectorSuite.replay(
            VectorOperation.ADDRESS_SEQUENCE,
            () ->
                new Breakable(model()) {
                  @Override
                  public Optional<Allocation> release(ReleaseRequest request) {
                    return super.find(request.subnetId(), request.address());
                  }
                });
    assertThat(report.failures())
        .anySatisfy(
            failure ->
                assertThat(failure)
                    .hasToString(
                        """
                        address-sequence-reuse-0001, step 6 of 11, policy LOWEST
                          input:    create_subnet a 10.0.0.0/24 null null; next a; next a; next a; \
                        deallocate a 10.0.0.2; next a
                          expected: 10.0.0.2
                          actual:   10.0.0.4
                          rule:     as recorded; 3.04..3.10, 3.14"""));
  }

  @Test
  void aDepartureThatIsNotKeptIsFoundOut() {
    VectorReport report =
        VectorSuite.replay(
            VectorOperation.ADDRESS_SEQUENCE,
            () ->
                new Breakable(model()) {
                  @Override
                  public long removeSubnet(String subnetId, boolean force) {
                    return super.removeSubnet(subnetId, true);
                  }
                });
    assertThat(report.toString())
        .contains("expected: refused with SubnetInUse")
        .contains("actual:   null")
        .contains("rule:     2.38, 2.39: REMOVAL_IN_USE");
  }

  /** What was asked for says little of why a driver refuses; its own sentence does. */
  @Test
  void whatADriverSaysWhenItRefusesIsTold() {
    VectorReport report =
        VectorSuite.replay(
            VectorOperation.ADDRESS_SEQUENCE,
            () ->
                new Breakable(model()) {
                  @Override
                  public List<Allocation> allocate(AllocationRequest request) {
                    throw new UnavailableException(
                        "the disk", "it is full", Outcome.NOT_APPLIED, null);
                  }
                });
    assertThat(report.toString())
        .containsPattern("actual: +refused with Unavailable: .*the disk.*it is full");
  }

  @Test
  void anUpdateThatIsLostIsFoundOut() {
    VectorReport report =
        VectorSuite.replay(
            VectorOperation.BUILTIN_DIFFERENCE,
            () ->
                new Breakable(model()) {
                  @Override
                  public Subnet updateSubnet(SubnetUpdate update) {
                    return subnet(update.subnetId());
                  }
                });
    assertThat(report.passed()).isFalse();
    assertThat(report.toString()).contains("builtin-difference-update-000");
  }

  @Test
  void aQuotaThatIsNotCountedIsFoundOut() {
    VectorReport report =
        VectorSuite.replay(
            VectorOperation.SUBNET_POOL_SEQUENCE,
            () ->
                new PoolsOfTheModel() {
                  @Override
                  public Subnet createSubnet(SubnetRequest request) {
                    return super.createSubnet(request.withProject(request.subnetId()));
                  }
                });
    assertThat(report.failures())
        .anySatisfy(
            failure -> {
              assertThat(failure.expected()).isEqualTo("refused with QuotaExceeded");
              assertThat(failure.rule()).startsWith("as recorded; 5.10..5.12");
            });
  }

  @Test
  void spaceFromALargerBlockThanNeededIsFoundOut() {
    VectorReport report =
        VectorSuite.replay(
            VectorOperation.SUBNET_POOL_SEQUENCE,
            () ->
                new PoolsOfTheModel() {
                  @Override
                  public Subnet createSubnet(SubnetRequest request) {
                    return request instanceof AnySubnetRequest any
                        ? super.createSubnet(lowest(any))
                        : super.createSubnet(request);
                  }

                  /** First fit: the lowest free block that is large enough. */
                  private SubnetRequest lowest(AnySubnetRequest any) {
                    SubnetPool pool = pools().pool(any.poolId());
                    Integer length = any.prefixLength();
                    if (length == null || length < pool.minPrefixLength()) {
                      return any;
                    }
                    List<Cidr> taken =
                        subnets()
                            .filter(subnet -> any.poolId().equals(subnet.poolId()))
                            .map(Subnet::cidr)
                            .toList();
                    return new FreeBlocks(pool.prefixes(), taken)
                        .all().stream()
                            .filter(free -> free.prefixLength() <= length)
                            .findFirst()
                            .<SubnetRequest>map(free -> specific(any, free, length))
                            .orElse(any);
                  }
                });
    assertThat(report.toString()).contains("subnet-pool-sequence-bestfit-000");
  }

  private static SubnetRequest specific(AnySubnetRequest any, Cidr free, int length) {
    return SubnetRequest.of(any.subnetId(), new Cidr(free.network(), length))
        .withPoolId(any.poolId())
        .withProject(any.project())
        .withSettings(any.settings());
  }

  private static IpamDriver model() {
    return new ModelDriver(Clock.systemUTC(), new Random(1));
  }

  private static class PoolsOfTheModel extends Breakable {
    PoolsOfTheModel() {
      super(model());
    }

    SubnetPools pools() {
      return extension(SubnetPools.class).orElseThrow();
    }
  }

  @Test
  void aCapabilityThatIsMissingLeavesVectorsOutByName() {
    VectorReport report =
        VectorSuite.replay(
            VectorOperation.GROUP_SEQUENCE,
            () ->
                new Breakable(model()) {
                  @Override
                  public Set<Capability> capabilities() {
                    return Set.of(Capability.PREFER_NEXT);
                  }
                });
    assertThat(report.passed()).isTrue();
    assertThat(report.notApplicable())
        .hasSize(58)
        .contains("group-sequence-fill-0001 needs GROUPS");
  }
}
