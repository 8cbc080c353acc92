package dev.ipam.builtin.store;

import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.Subnet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The form of a row of the table of subnets. */
final class SubnetCodec {
  private static final int VERSION = 1;

  private SubnetCodec() {}

  static void encode(StoredSubnet stored, ByteWriter out) {
    Subnet subnet = stored.subnet();
    out.octet(VERSION).fixed64(stored.number()).text(subnet.project());
    out.addressWithFamily(subnet.cidr().network()).octet(subnet.cidr().prefixLength());
    IpAddress gateway = subnet.gateway();
    out.octet(gateway == null ? 0 : 1);
    if (gateway != null) {
      out.addressWithFamily(gateway);
    }
    out.varint(subnet.pools().size());
    for (AddressRange pool : subnet.pools()) {
      out.addressWithFamily(pool.first()).addressWithFamily(pool.last());
    }
    out.octet(subnet.poolsGenerated() ? 1 : 0).octet(policyCode(subnet.policy()));
    out.varint(subnet.rest().toMillis());
    out.optionalText(subnet.poolId()).optionalText(stored.key());
  }

  static StoredSubnet decode(String id, byte[] row) {
    ByteReader in = new ByteReader(row);
    in.version(VERSION);
    long number = in.fixed64();
    String project = in.text();
    Cidr cidr = new Cidr(in.addressWithFamily(), in.octet());
    @Nullable IpAddress gateway = in.bool() ? in.addressWithFamily() : null;
    List<AddressRange> pools = pools(in);
    boolean generated = in.bool();
    AllocationPolicy policy = policy(in.octet());
    Duration rest = Duration.ofMillis(in.varint());
    @Nullable String poolId = in.optionalText();
    @Nullable String key = in.optionalText();
    in.end();
    Subnet subnet = new Subnet(id, project, cidr, gateway, pools, generated, policy, rest, poolId);
    return new StoredSubnet(number, subnet, key);
  }

  private static List<AddressRange> pools(ByteReader in) {
    int count = in.count();
    List<AddressRange> pools = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      pools.add(new AddressRange(in.addressWithFamily(), in.addressWithFamily()));
    }
    return pools;
  }

  private static int policyCode(AllocationPolicy policy) {
    return switch (policy) {
      case SEQUENTIAL -> 1;
      case LOWEST -> 2;
      case RANDOM -> 3;
    };
  }

  private static AllocationPolicy policy(int code) {
    return switch (code) {
      case 1 -> AllocationPolicy.SEQUENTIAL;
      case 2 -> AllocationPolicy.LOWEST;
      case 3 -> AllocationPolicy.RANDOM;
      default -> throw new MalformedRecordException("policy " + code + " is not known");
    };
  }
}
