package dev.ipam.conformance.vectors;

import dev.ipam.conformance.memory.PassView;
import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.net.MacAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.AnySubnetRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.PoolsChoice;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetSettings;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.Usage;
import dev.ipam.spi.IpamDriver;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs the steps of one sequence on a driver, on subnets of its own. */
final class StepRunner {
  /** Stands for addresses of which only the number and that they were free can be told. */
  static final String SERVED = "as many free addresses";

  private final IpamDriver driver;
  private final String prefix;
  private final boolean nextIsAny;
  private final AllocationPolicy policy;

  /**
   * Makes a runner.
   *
   * @param driver the driver
   * @param prefix what the ids of the sequence's subnets begin with in the driver
   * @param nextIsAny whether {@code next} is a request for any address
   * @param policy the policy of the subnets
   */
  StepRunner(IpamDriver driver, String prefix, boolean nextIsAny, AllocationPolicy policy) {
    this.driver = driver;
    this.prefix = prefix;
    this.nextIsAny = nextIsAny;
    this.policy = policy;
  }

  /** An address, and which candidate it came from. */
  record FromGroup(String subnet, IpAddress address) {}

  /** What a subnet is like. */
  record Described(Cidr cidr, @Nullable IpAddress gateway, List<AddressRange> pools) {}

  @Nullable Object run(Json step) {
    String subnet = step.hasValue("subnet") ? step.get("subnet").text() : "";
    return switch (step.get("op").text()) {
      case "create_subnet" ->
          create(subnet, step.get("cidr").text(), SubnetFacts.settings(step)).pools();
      case "create_any_subnet" -> createAny(subnet, step);
      case "describe" -> describe(subnet);
      case "update_pools" -> {
        update(subnet, null, step.hasValue("pools") ? pools(step) : null);
        yield null;
      }
      case "remove_subnet" -> {
        driver.removeSubnet(id(subnet), false);
        yield null;
      }
      case "next" -> one(subnet, next());
      case "any" -> one(subnet, new AddressRequest.Any());
      case "specific" -> one(subnet, specific(step));
      case "derived" ->
          one(subnet, new AddressRequest.Automatic(MacAddress.parse(step.get("mac").text())));
      case "bulk" -> bulk(subnet, step.get("count").integer());
      case "deallocate" -> {
        release(subnet, IpAddress.parse(step.get("address").text()));
        yield null;
      }
      case "group" -> group(step);
      case "ranges" -> ranges(subnet);
      default -> throw new IllegalArgumentException("unknown step " + step);
    };
  }

  Subnet create(String subnet, String cidr, SubnetSettings settings) {
    return driver.createSubnet(
        SubnetRequest.of(id(subnet), Cidr.parse(cidr)).withSettings(settings).withPolicy(policy));
  }

  void update(String subnet, @Nullable GatewayChoice gateway, @Nullable PoolsChoice pools) {
    driver.updateSubnet(new SubnetUpdate(id(subnet), gateway, pools));
  }

  void removeByForce(String subnet) {
    driver.removeSubnet(id(subnet), true);
  }

  void release(String subnet, IpAddress address) {
    driver.release(ReleaseRequest.of(id(subnet), address));
  }

  IpAddress take(String subnet, IpAddress address) {
    return one(subnet, new AddressRequest.Specific(address));
  }

  List<IpAddress> held(String subnet) {
    try (Stream<Allocation> allocations = driver.allocations(id(subnet))) {
      return allocations.map(Allocation::address).toList();
    }
  }

  Usage usage(String subnet) {
    return driver.usage(id(subnet));
  }

  static SubnetSettings withoutGateway(SubnetSettings settings) {
    return new SubnetSettings(
        GatewayChoice.NONE, settings.pools(), settings.policy(), settings.rest());
  }

  /** An id left out stays empty, which no request takes. */
  private String id(String subnet) {
    return subnet.isEmpty() ? "" : prefix + subnet;
  }

  private AddressRequest next() {
    return nextIsAny ? new AddressRequest.Any() : new AddressRequest.PreferNext();
  }

  private static AddressRequest specific(Json step) {
    return new AddressRequest.Specific(IpAddress.parse(step.get("address").text()));
  }

  private static PoolsChoice pools(Json step) {
    return PoolsChoice.of(SubnetFacts.pools(step.get("pools")));
  }

  /** No step names a subnet pool, and a request for any block needs one. */
  private List<AddressRange> createAny(String subnet, Json step) {
    return driver
        .createSubnet(
            new AnySubnetRequest(
                id(subnet),
                SubnetRequest.DEFAULT_PROJECT,
                IpFamily.ofVersion(step.get("version").integer()),
                step.get("prefixlen").integer(),
                "",
                SubnetSettings.DEFAULT,
                null))
        .pools();
  }

  private Described describe(String subnet) {
    Subnet found = driver.subnet(id(subnet));
    return new Described(found.cidr(), found.gateway(), found.pools());
  }

  private IpAddress one(String subnet, AddressRequest request) {
    List<Allocation> allocations = driver.allocate(AllocationRequest.of(request, id(subnet)));
    if (allocations.size() != 1) {
      throw new IllegalStateException("one address was asked for, and came " + allocations);
    }
    return allocations.get(0).address();
  }

  private List<IpAddress> bulk(String subnet, int count) {
    return driver.allocate(AllocationRequest.bulk(id(subnet), count)).stream()
        .map(Allocation::address)
        .toList();
  }

  private FromGroup group(Json step) {
    AddressRequest request =
        step.get("request").text().equals("specific") ? specific(step) : next();
    String[] candidates =
        step.get("subnets").items().stream().map(one -> id(one.text())).toArray(String[]::new);
    Allocation allocation = driver.allocate(AllocationRequest.of(request, candidates)).get(0);
    return new FromGroup(allocation.subnetId().substring(prefix.length()), allocation.address());
  }

  /** What the pass has left, of a driver that lets it be seen. */
  private @Nullable List<AddressRange> ranges(String subnet) {
    return driver.extension(PassView.class).map(view -> view.leftOfPass(id(subnet))).orElse(null);
  }
}
