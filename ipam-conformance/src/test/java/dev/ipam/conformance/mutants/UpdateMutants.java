package dev.ipam.conformance.mutants;

import static dev.ipam.conformance.mutants.Mutant.mutant;
import static dev.ipam.conformance.mutants.Mutant.slip;
import static dev.ipam.conformance.mutants.Views.held;
import static dev.ipam.conformance.mutants.Views.instead;

import dev.ipam.conformance.model.Slips;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.PoolsChoice;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.RequestKind;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.spi.IpamDriver;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Chapter 2: updates of a subnet. */
final class UpdateMutants {
  private UpdateMutants() {}

  static List<Mutant> mutants() {
    return List.of(
        mutant(
                "2.25",
                "updates the gateway first and the pools after it",
                Tamper.with(
                    "updateSubnet",
                    SubnetUpdate.class,
                    (driver, update) -> {
                      if (update.gateway() != null && update.pools() != null) {
                        driver.updateSubnet(
                            new SubnetUpdate(update.subnetId(), update.gateway(), null));
                        return driver.updateSubnet(
                            new SubnetUpdate(update.subnetId(), null, update.pools()));
                      }
                      return driver.updateSubnet(update);
                    }))
            .seed(46),
        mutant(
            "2.26",
            "gives the gateway its default where an update does not name it",
            updating(
                update ->
                    update.gateway() == null
                        ? update.withGateway(GatewayChoice.AUTOMATIC)
                        : update)),
        mutant(
            "2.27",
            "takes an empty list of pools for none named",
            updating(
                update ->
                    update.pools() instanceof PoolsChoice.Explicit pools && pools.pools().isEmpty()
                        ? new SubnetUpdate(update.subnetId(), update.gateway(), null)
                        : update)),
        mutant(
            "2.28",
            "keeps the old pools where the new ones leave the subnet, and says nothing",
            instead("updateSubnet", "PoolOutsideSubnet", UpdateMutants::asItWas)),
        mutant(
            "2.29",
            "does not remove the gateway",
            updating(
                update ->
                    GatewayChoice.NONE.equals(update.gateway())
                        ? new SubnetUpdate(update.subnetId(), null, update.pools())
                        : update)),
        mutant(
            "2.30",
            "generates the pools anew where the gateway moves into given ones",
            instead(
                "updateSubnet",
                "GatewayInPool",
                call ->
                    call.driver()
                        .updateSubnet(
                            call.argument(0, SubnetUpdate.class)
                                .withPools(PoolsChoice.GENERATED)))),
        mutant(
            "2.31",
            "does not put the former gateway back into generated pools",
            Tamper.with("updateSubnet", SubnetUpdate.class, UpdateMutants::formerStaysOut)),
        mutant(
            "2.32",
            "does not generate pools again",
            updating(
                update ->
                    PoolsChoice.GENERATED.equals(update.pools())
                        ? new SubnetUpdate(update.subnetId(), update.gateway(), null)
                        : update)),
        mutant(
            "2.33",
            "drops allocations that are outside the new pools",
            Tamper.with(
                "updateSubnet",
                SubnetUpdate.class,
                (driver, update) -> {
                  Subnet after = driver.updateSubnet(update);
                  for (Allocation each : held(driver, after.id())) {
                    if (after.pools().stream().noneMatch(pool -> pool.contains(each.address()))) {
                      driver.release(ReleaseRequest.of(after.id(), each.address()));
                    }
                  }
                  return after;
                })),
        mutant(
            "2.34",
            "offers an allocated address once more after an update of the pools",
            UpdateMutants::offersTakenOnes),
        mutant(
            "2.35",
            "moves the gateway onto an address that is held",
            instead("updateSubnet", "AddressAlreadyAllocated", UpdateMutants::ontoTheHeld)),
        slip("2.36", "stays in its pass when the pools change", Slips.updateKeepsThePass()),
        slip("2.37", "begins a new pass with any update", Slips.updateStartsAPass()));
  }

  private static UnaryOperator<IpamDriver> updating(UnaryOperator<SubnetUpdate> change) {
    return Tamper.with(
        "updateSubnet",
        SubnetUpdate.class,
        (driver, update) -> driver.updateSubnet(change.apply(update)));
  }

  private static Subnet asItWas(Call call) {
    return call.driver().subnet(call.argument(0, SubnetUpdate.class).subnetId());
  }

  private static Subnet formerStaysOut(IpamDriver driver, SubnetUpdate update) {
    IpAddress former = driver.subnet(update.subnetId()).gateway();
    Subnet after = driver.updateSubnet(update);
    return update.gateway() == null || former == null || !after.poolsGenerated()
        ? after
        : driver.updateSubnet(
            SubnetUpdate.of(after.id())
                .withPools(PoolsChoice.of(Views.without(after.pools(), former))));
  }

  private static Subnet ontoTheHeld(Call call) {
    SubnetUpdate update = call.argument(0, SubnetUpdate.class);
    IpAddress gateway = ((GatewayChoice.Explicit) update.gateway()).address();
    call.driver().release(ReleaseRequest.of(update.subnetId(), gateway));
    Subnet after = call.driver().updateSubnet(update);
    call.driver().allocate(AllocationRequest.specific(update.subnetId(), gateway));
    return after;
  }

  private static IpamDriver offersTakenOnes(IpamDriver real) {
    Set<String> updated = ConcurrentHashMap.newKeySet();
    return Tamper.with(
            Set.of("updateSubnet", "allocate"),
            call -> {
              if (call.operation().equals("updateSubnet")) {
                Subnet after = (Subnet) call.answer();
                updated.add(after.id());
                return after;
              }
              AllocationRequest request = call.argument(0, AllocationRequest.class);
              String subnet = Views.first(request);
              if (Views.asks(request, RequestKind.ANY) && updated.remove(subnet)) {
                List<Allocation> taken = held(real, subnet);
                return taken.isEmpty() ? call.answer() : List.of(taken.get(0));
              }
              return call.answer();
            })
        .apply(real);
  }
}
