package dev.ipam.conformance.mutants;

import static dev.ipam.conformance.mutants.Mutant.mutant;
import static dev.ipam.conformance.mutants.Mutant.slip;
import static dev.ipam.conformance.mutants.Views.all;
import static dev.ipam.conformance.mutants.Views.held;
import static dev.ipam.conformance.mutants.Views.instead;
import static dev.ipam.conformance.mutants.Views.withProject;

import dev.ipam.conformance.model.Slips;
import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.SubnetAlreadyExistsException;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.IpamDriver;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Chapter 1, and chapter 2 as far as subnets come and go. */
final class SubnetMutants {
  private SubnetMutants() {}

  static List<Mutant> mutants() {
    return List.of(
        mutant(
            "1.21",
            "compares subnet ids without regard to case",
            Tamper.with(
                "createSubnet",
                SubnetRequest.class,
                (driver, request) -> {
                  for (Subnet each : all(driver)) {
                    if (each.id().equalsIgnoreCase(request.subnetId())) {
                      throw new SubnetAlreadyExistsException(request.subnetId());
                    }
                  }
                  return driver.createSubnet(request);
                })),
        mutant(
            "1.22",
            "lists subnets in the order of UTF-16 units",
            Tamper.with(
                "subnets",
                call -> all(call.driver()).stream().sorted(Comparator.comparing(Subnet::id)))),
        mutant(
            "1.26",
            "keeps times in whole seconds and answers with finer ones",
            Views.lookedUp(
                each ->
                    new Allocation(
                        each.subnetId(),
                        each.address(),
                        each.owner(),
                        each.allocatedAt().minusMillis(each.allocatedAt().toEpochMilli() % 1000),
                        each.kind(),
                        each.token(),
                        each.key(),
                        each.context()))),
        mutant(
            "2.01",
            "does not keep the project",
            Tamper.with(
                "subnet",
                String.class,
                (driver, id) -> withProject(driver.subnet(id), SubnetRequest.DEFAULT_PROJECT))),
        mutant(
            "2.02",
            "says of a release in an unknown subnet that nothing was released",
            instead("release", "SubnetNotFound", call -> Optional.empty())),
        mutant(
                "2.03",
                "returns the subnet that is there when one of its id is created",
                instead(
                    "createSubnet",
                    "SubnetAlreadyExists",
                    call -> call.driver().subnet(call.argument(0, SubnetRequest.class).subnetId())))
            .exhibit(9),
        slip(
                "2.04",
                "goes on in a new subnet where the old one of its id was",
                Slips.passOutlivesTheSubnet())
            .and(WrittenHistories.A_SUBNET_GOES_AND_COMES),
        mutant(
            "2.05",
            "holds an address once in the whole store",
            Tamper.with("allocate", AllocationRequest.class, SubnetMutants::takenAnywhere)),
        mutant(
            "2.38",
            "removes the allocations together with the subnet",
            Tamper.with(
                "removeSubnet",
                call -> call.driver().removeSubnet(call.argument(0, String.class), true))),
        mutant(
            "2.39",
            "keeps the allocations of a subnet removed with force for the next one of its id",
            SubnetMutants::ghosts),
        mutant(
                "2.41",
                "lists ids first and then looks each subnet up",
                Tamper.with(
                    "subnets",
                    call ->
                        all(call.driver()).stream()
                            .map(Subnet::id)
                            .flatMap(id -> stillThere(call.driver(), id))))
            .and(WrittenHistories.LISTING_WHILE_SUBNETS_GO));
  }

  private static List<Allocation> takenAnywhere(IpamDriver driver, AllocationRequest request) {
    if (request.address() instanceof AddressRequest.Specific specific) {
      for (Subnet each : all(driver)) {
        if (driver.find(each.id(), specific.address()).isPresent()) {
          throw new AddressAlreadyAllocatedException(each.id(), specific.address().toString());
        }
      }
    }
    return driver.allocate(request);
  }

  private static Stream<Subnet> stillThere(IpamDriver driver, String id) {
    try {
      return Stream.of(driver.subnet(id));
    } catch (SubnetNotFoundException e) {
      return Stream.empty();
    }
  }

  private static IpamDriver ghosts(IpamDriver real) {
    Map<String, List<Allocation>> gone = new HashMap<>();
    return Tamper.with(
            Set.of("removeSubnet", "createSubnet"),
            call -> {
              if (call.operation().equals("removeSubnet")) {
                String id = call.argument(0, String.class);
                List<Allocation> before = List.copyOf(held(real, id));
                Object answer = call.answer();
                gone.put(id, before);
                return answer;
              }
              Subnet created = (Subnet) call.answer();
              for (Allocation each : gone.getOrDefault(created.id(), List.of())) {
                if (created.cidr().contains(each.address())) {
                  real.allocate(AllocationRequest.specific(created.id(), each.address()));
                }
              }
              return created;
            })
        .apply(real);
  }
}
