package dev.ipam.conformance.rules;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.net.MacAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.PoolsChoice;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import java.util.List;
import java.util.stream.Stream;

/** Makes values and requests of texts. */
final class Make {
  static final GatewayChoice NO_GATEWAY = GatewayChoice.NONE;

  private Make() {}

  static IpAddress ip(String text) {
    return IpAddress.parse(text);
  }

  static List<IpAddress> ips(String... texts) {
    return Stream.of(texts).map(IpAddress::parse).toList();
  }

  /** Ranges such as {@code 10.0.0.1-10.0.0.9}. */
  static List<AddressRange> ranges(String... texts) {
    return Stream.of(texts).map(AddressRange::parse).toList();
  }

  static PoolsChoice pools(String... texts) {
    return PoolsChoice.of(ranges(texts));
  }

  static GatewayChoice gateway(String text) {
    return GatewayChoice.of(IpAddress.parse(text));
  }

  static SubnetRequest subnet(String id, String cidr) {
    return SubnetRequest.of(id, cidr);
  }

  static SubnetUpdate update(String id) {
    return SubnetUpdate.of(id);
  }

  static AllocationRequest any(String... subnets) {
    return AllocationRequest.any(subnets);
  }

  static AllocationRequest specific(String subnet, String address) {
    return AllocationRequest.specific(subnet, ip(address));
  }

  static AllocationRequest bulk(String subnet, int count) {
    return AllocationRequest.bulk(subnet, count);
  }

  static AllocationRequest automatic(String subnet, String mac) {
    return AllocationRequest.of(new AddressRequest.Automatic(MacAddress.parse(mac)), subnet);
  }

  static AllocationRequest gatewayOf(String subnet) {
    return AllocationRequest.of(new AddressRequest.Gateway(), subnet);
  }

  static AllocationRequest preferNext(String... subnets) {
    return AllocationRequest.of(new AddressRequest.PreferNext(), subnets);
  }
}
