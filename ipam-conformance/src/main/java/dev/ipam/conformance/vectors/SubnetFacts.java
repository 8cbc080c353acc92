package dev.ipam.conformance.vectors;

import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AnySubnetRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.PoolsChoice;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What recorded outcomes say about a subnet request or a subnet.
 *
 * @param cidr the CIDR, or {@code null} where any block is asked for
 * @param length the prefix length
 * @param gateway the gateway, or {@code null} for none
 * @param pools the pools given, or {@code null} where they are generated
 */
record SubnetFacts(
    @Nullable Cidr cidr,
    @Nullable Integer length,
    @Nullable IpAddress gateway,
    @Nullable List<AddressRange> pools) {

  static SubnetFacts of(SubnetRequest request) {
    IpAddress gateway =
        request.settings().gateway() instanceof GatewayChoice.Explicit explicit
            ? explicit.address()
            : null;
    List<AddressRange> pools =
        request.settings().pools() instanceof PoolsChoice.Explicit explicit
            ? explicit.pools()
            : null;
    if (request instanceof SpecificSubnetRequest specific) {
      Cidr cidr = specific.cidr();
      return new SubnetFacts(cidr, cidr.prefixLength(), gateway, pools);
    }
    return new SubnetFacts(null, ((AnySubnetRequest) request).prefixLength(), gateway, pools);
  }

  /** The settings that a vector's input asks for; a gateway or pools left out are {@code null}. */
  static SubnetSettings settings(Json input) {
    String gateway = input.textOrNull("gateway");
    GatewayChoice choice =
        gateway == null ? GatewayChoice.NONE : GatewayChoice.of(IpAddress.parse(gateway));
    SubnetSettings defaults = SubnetSettings.DEFAULT;
    PoolsChoice pools =
        input.hasValue("pools") ? PoolsChoice.of(pools(input.get("pools"))) : PoolsChoice.GENERATED;
    return new SubnetSettings(choice, pools, defaults.policy(), defaults.rest());
  }

  /** Pools written as pairs of a first and a last address. */
  static List<AddressRange> pools(Json pairs) {
    List<AddressRange> pools = new ArrayList<>();
    for (Json pair : pairs.items()) {
      pools.add(
          new AddressRange(
              IpAddress.parse(pair.items().get(0).text()),
              IpAddress.parse(pair.items().get(1).text())));
    }
    return pools;
  }

  static @Nullable IpAddress address(Json facts, String name) {
    String text = facts.textOrNull(name);
    return text == null ? null : IpAddress.parse(text);
  }
}
