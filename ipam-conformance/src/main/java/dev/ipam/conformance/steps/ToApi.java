package dev.ipam.conformance.steps;

import dev.ipam.conformance.model.Addr;
import dev.ipam.conformance.model.AddressStep;
import dev.ipam.conformance.model.Block;
import dev.ipam.conformance.model.GatewayWish;
import dev.ipam.conformance.model.PoolStep;
import dev.ipam.conformance.model.PoolsWish;
import dev.ipam.conformance.model.SubnetStep;
import dev.ipam.conformance.model.Wish;
import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.net.MacAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.AddressScope;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.AnySubnetRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.JointRequest;
import dev.ipam.request.PoolsChoice;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.ScopeChoice;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetPoolUpdate;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetSettings;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.TransferRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts the model's words into ipam-api's requests, by their constructors alone.
 *
 * @since 0.1
 */
public final class ToApi {
  private ToApi() {}

  /**
   * Returns an address of ipam-api.
   *
   * @param address the address
   * @return the same address
   */
  public static IpAddress address(Addr address) {
    return new IpAddress(
        family(address.bits()),
        address.number().shiftRight(Long.SIZE).longValue(),
        address.number().longValue());
  }

  /**
   * Returns a family of ipam-api.
   *
   * @param bits 32 or 128
   * @return the family
   */
  public static IpFamily family(int bits) {
    return bits == Addr.V4 ? IpFamily.IPV4 : IpFamily.IPV6;
  }

  static SubnetRequest create(SubnetStep.Create step) {
    SubnetSettings settings =
        new SubnetSettings(
            gateway(step.gateway()),
            pools(step.pools()),
            AllocationPolicy.valueOf(step.policy()),
            Duration.ofMillis(step.rest()));
    if (step.cidr() != null) {
      return new SpecificSubnetRequest(
          step.id(), step.project(), cidr(step.cidr()), step.pool(), settings, step.key());
    }
    return new AnySubnetRequest(
        step.id(),
        step.project(),
        step.bits() == null ? null : family(step.bits()),
        step.length(),
        Objects.requireNonNull(step.pool()),
        settings,
        step.key());
  }

  static SubnetUpdate update(SubnetStep.Update step) {
    return new SubnetUpdate(
        step.id(),
        step.gateway() == null ? null : gateway(step.gateway()),
        step.pools() == null ? null : pools(step.pools()));
  }

  static AllocationRequest allocate(AddressStep.Allocate step) {
    return new AllocationRequest(
        step.subnets(), wish(step.wish()), step.owner(), step.key(), context(step.context()));
  }

  static JointRequest together(AddressStep.Together step) {
    return new JointRequest(step.parts().stream().map(ToApi::allocate).toList(), step.key());
  }

  static ReleaseRequest release(AddressStep.Release step) {
    return new ReleaseRequest(
        step.subnet(),
        address(step.at().known()),
        step.owner(),
        step.token() == null ? null : step.token().number());
  }

  static TransferRequest transfer(AddressStep.Transfer step) {
    return new TransferRequest(
        step.subnet(), address(step.at().known()), step.token().number(), step.owner(), step.key());
  }

  static SubnetPoolRequest create(PoolStep.Create step) {
    return new SubnetPoolRequest(
        step.id(),
        step.project(),
        cidrs(step.prefixes()),
        step.min(),
        step.max(),
        step.usual(),
        step.quota(),
        step.scope(),
        step.shared());
  }

  static SubnetPoolUpdate update(PoolStep.Update step) {
    @Nullable ScopeChoice scope = null;
    if (step.scope() != null) {
      String id = step.scope().id();
      scope = id == null ? ScopeChoice.NONE : ScopeChoice.of(id);
    }
    return new SubnetPoolUpdate(
        step.id(),
        step.prefixes() == null ? null : cidrs(step.prefixes()),
        step.min(),
        step.max(),
        step.usual(),
        step.quota(),
        scope,
        step.shared());
  }

  static AddressScope create(PoolStep.CreateScope step) {
    return new AddressScope(step.id(), step.project(), family(step.bits()), step.shared());
  }

  /**
   * Returns a context that a word stands for; {@link FromApi#context} finds the word again.
   *
   * @param word the word, empty for no context
   * @return the context
   */
  public static AllocationContext context(String word) {
    return word.isEmpty()
        ? AllocationContext.NONE
        : new AllocationContext(
            "net-" + word,
            "port-" + word,
            "device-" + word,
            "compute:" + word,
            new MacAddress(0x0016_3e00_0007L, 48),
            word);
  }

  private static AddressRequest wish(Wish wish) {
    return switch (wish.kind()) {
      case "ANY" -> new AddressRequest.Any();
      case "PREFER_NEXT" -> new AddressRequest.PreferNext();
      case "SPECIFIC" ->
          new AddressRequest.Specific(address(Objects.requireNonNull(wish.at()).known()));
      case "AUTOMATIC" -> new AddressRequest.Automatic(mac(Objects.requireNonNull(wish.mac())));
      case "GATEWAY" -> new AddressRequest.Gateway();
      default -> new AddressRequest.Bulk(wish.count());
    };
  }

  private static MacAddress mac(String text) {
    String digits = text.replace(":", "");
    return new MacAddress(Long.parseUnsignedLong(digits, 16), digits.length() * 4);
  }

  private static GatewayChoice gateway(GatewayWish wish) {
    if (wish.automatic()) {
      return GatewayChoice.AUTOMATIC;
    }
    return wish.address() == null
        ? GatewayChoice.NONE
        : new GatewayChoice.Explicit(address(wish.address()));
  }

  private static PoolsChoice pools(PoolsWish wish) {
    return wish.generated()
        ? PoolsChoice.GENERATED
        : new PoolsChoice.Explicit(
            wish.spans().stream()
                .map(span -> new AddressRange(address(span.first()), address(span.last())))
                .toList());
  }

  /**
   * Returns a CIDR of ipam-api.
   *
   * @param block the block
   * @return the same block
   */
  public static Cidr cidr(Block block) {
    return new Cidr(address(block.network()), block.length());
  }

  private static List<Cidr> cidrs(List<Block> blocks) {
    return blocks.stream().map(ToApi::cidr).toList();
  }
}
