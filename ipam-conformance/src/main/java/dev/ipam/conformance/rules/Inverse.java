package dev.ipam.conformance.rules;

import dev.ipam.error.IpamException;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpFamily;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.TransferRequest;
import dev.ipam.spi.AddressLookup;
import dev.ipam.spi.AddressScopes;
import dev.ipam.spi.AllocationTransfer;
import dev.ipam.spi.Capability;
import dev.ipam.spi.ChangeFeed;
import dev.ipam.spi.Exportable;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.JointAllocation;
import dev.ipam.spi.OwnerLookup;
import dev.ipam.spi.SubnetPools;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * The tests of what a driver does when it is asked for what it lacks: {@code Unsupported}, and
 * nothing changed. A part of the driver that is not there cannot be asked.
 */
final class Inverse {
  static final String RULE = "6.22";

  static final List<String> CHECK =
      List.of(
          "whether the operation asks for the capability first, before it reads the store:"
              + " Capability.X.require(capabilities())",
          "whether the exception is UnsupportedException with the capability's name",
          "whether the driver has the capability after all, and capabilities() should say so");

  private final Capability capability;
  private final String what;
  private final Function<IpamDriver, Object> asked;

  private Inverse(Capability capability, String what, Function<IpamDriver, Object> asked) {
    this.capability = capability;
    this.what = what;
    this.asked = asked;
  }

  void run(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    bench.subnet("s2", "10.0.0.0/28");
    bench.any("s");
    ask(bench);
  }

  /** Asks in a store that holds the subnets s, of which an address is held, and s2. */
  void ask(Bench bench) {
    IpamException error =
        bench.refusedUnchanged("Unsupported", what, () -> asked.apply(bench.driver()));
    bench.field(error, "capability", capability.name());
  }

  static List<Inverse> of(Capability capability) {
    return switch (capability) {
      case POLICIES ->
          List.of(
              creating(capability, "LOWEST", r -> r.withPolicy(AllocationPolicy.LOWEST)),
              creating(capability, "RANDOM", r -> r.withPolicy(AllocationPolicy.RANDOM)));
      case REST -> List.of(creating(capability, "a rest", r -> r.withRest(Duration.ofSeconds(1))));
      case KEYS ->
          List.of(
              creating(capability, "a key", r -> r.withKey("k")),
              allocating(capability, AllocationRequest.any("s").withKey("k")),
              // The capability is asked for before the store: the subnet need not exist.
              allocating(capability, AllocationRequest.any("absent").withKey("k")));
      case OWNERS ->
          List.of(
              allocating(capability, AllocationRequest.any("s").withOwner("o")),
              new Inverse(
                  capability,
                  "a release that names an owner",
                  driver -> driver.release(held(driver).withOwner("o"))),
              part(capability, OwnerLookup.class, part -> part.releaseOwner("o")),
              part(capability, OwnerLookup.class, part -> part.allocationsOf("o")));
      case TOKENS ->
          List.of(
              new Inverse(
                  capability,
                  "a release that names a token",
                  driver -> driver.release(held(driver).withToken(1))));
      case PREFER_NEXT ->
          List.of(
              allocating(capability, AllocationRequest.of(new AddressRequest.PreferNext(), "s")));
      case BULK -> List.of(allocating(capability, AllocationRequest.bulk("s", 2)));
      case GROUPS -> List.of(allocating(capability, AllocationRequest.any("s", "s2")));
      case ATOMIC_REMOVE ->
          List.of(
              new Inverse(
                  capability, "removal with force", driver -> driver.removeSubnet("s", true)));
      case POOLS ->
          List.of(
              new Inverse(
                  capability,
                  "creating a subnet from a pool",
                  driver -> driver.createSubnet(SubnetRequest.fromPool("n", "p", 28))),
              part(capability, SubnetPools.class, part -> part.createPool(pool())));
      case SCOPES ->
          List.of(
              new Inverse(
                  capability,
                  "creating a pool in a scope",
                  driver -> {
                    if (!driver.capabilities().contains(Capability.POOLS)) {
                      // Its own inverse test sees to that.
                      throw capability.missing();
                    }
                    return asking(
                        driver,
                        capability,
                        SubnetPools.class,
                        part -> part.createPool(pool().withScopeId("scope")));
                  }),
              part(
                  capability,
                  AddressScopes.class,
                  part -> part.createScope(new AddressScope("x", "d", IpFamily.IPV4, false))));
      case ALL_OR_NONE ->
          List.of(
              part(
                  capability,
                  JointAllocation.class,
                  part -> part.allocateTogether(JointRequest.of(AllocationRequest.any("s")))));
      case TRANSFER ->
          List.of(
              new Inverse(
                  capability,
                  "transfer",
                  driver ->
                      asking(
                          driver,
                          capability,
                          AllocationTransfer.class,
                          part -> part.transfer(transfer(driver)))));
      case ADDRESS_LOOKUP ->
          List.of(part(capability, AddressLookup.class, part -> part.holders(Make.ip("10.0.0.2"))));
      case EXPORT ->
          List.of(
              part(capability, Exportable.class, Exportable::export),
              part(capability, Exportable.class, Exportable::beginImport));
      case CHANGES -> List.of(part(capability, ChangeFeed.class, ChangeFeed::position));
      // No operation of the SPI asks for these.
      case AUTHORITY, DURABLE, CLOCK, SHARED, TRANSACTIONAL -> List.of();
    };
  }

  private static Inverse creating(
      Capability capability, String with, Function<SubnetRequest, SubnetRequest> change) {
    return new Inverse(
        capability,
        "creating a subnet with " + with,
        driver -> driver.createSubnet(change.apply(SubnetRequest.of("n", "10.0.0.0/28"))));
  }

  private static Inverse allocating(Capability capability, AllocationRequest request) {
    return new Inverse(
        capability, "allocating " + Words.of(request), driver -> driver.allocate(request));
  }

  private static <T> Inverse part(Capability capability, Class<T> type, Function<T, Object> asked) {
    return new Inverse(
        capability,
        "what " + type.getSimpleName() + " offers",
        driver -> asking(driver, capability, type, asked));
  }

  /** A part that is not there is a refusal that no caller can miss. */
  private static <T> Object asking(
      IpamDriver driver, Capability capability, Class<T> type, Function<T, Object> asked) {
    return asked.apply(driver.extension(type).orElseThrow(capability::missing));
  }

  private static SubnetPoolRequest pool() {
    return SubnetPoolRequest.of("p", Cidr.parse("10.0.0.0/16"));
  }

  private static ReleaseRequest held(IpamDriver driver) {
    Allocation first = first(driver);
    return ReleaseRequest.of("s", first.address());
  }

  private static TransferRequest transfer(IpamDriver driver) {
    Allocation first = first(driver);
    return new TransferRequest("s", first.address(), first.token(), "o", null);
  }

  private static Allocation first(IpamDriver driver) {
    try (var held = driver.allocations("s")) {
      return held.findFirst().orElseThrow();
    }
  }
}
