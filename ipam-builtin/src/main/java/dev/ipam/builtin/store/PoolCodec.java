package dev.ipam.builtin.store;

import dev.ipam.error.InvalidSubnetRequestException;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpFamily;
import dev.ipam.request.AddressScope;
import dev.ipam.request.SubnetPool;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The forms of the rows of subnet pools, of their subnets, and of address scopes. */
final class PoolCodec {
  private static final int VERSION = 1;

  private PoolCodec() {}

  static void encode(SubnetPool pool, ByteWriter out) {
    out.octet(VERSION).text(pool.project()).varint(pool.prefixes().size());
    pool.prefixes().forEach(prefix -> cidr(prefix, out));
    out.octet(pool.minPrefixLength());
    out.octet(pool.maxPrefixLength());
    out.octet(pool.defaultPrefixLength());
    BigInteger quota = pool.quota();
    out.optionalText(quota == null ? null : quota.toString());
    out.optionalText(pool.scopeId()).octet(pool.shared() ? 1 : 0);
  }

  static SubnetPool pool(String id, byte[] row) {
    ByteReader in = new ByteReader(row);
    in.version(VERSION);
    String project = in.text();
    int count = in.count();
    List<Cidr> prefixes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      prefixes.add(cidr(in));
    }
    int minimum = in.octet();
    int maximum = in.octet();
    int usual = in.octet();
    @Nullable String quota = in.optionalText();
    @Nullable String scopeId = in.optionalText();
    boolean shared = in.bool();
    in.end();
    try {
      return new SubnetPool(
          id,
          project,
          prefixes,
          minimum,
          maximum,
          usual,
          quota == null ? null : new BigInteger(quota),
          scopeId,
          shared);
    } catch (InvalidSubnetRequestException e) {
      throw new MalformedRecordException(e.reason());
    }
  }

  static void encode(AddressScope scope, ByteWriter out) {
    out.octet(VERSION).text(scope.project());
    out.octet(scope.family().version()).octet(scope.shared() ? 1 : 0);
  }

  static AddressScope scope(String id, byte[] row) {
    ByteReader in = new ByteReader(row);
    in.version(VERSION);
    AddressScope scope = new AddressScope(id, in.text(), IpFamily.ofVersion(in.octet()), in.bool());
    in.end();
    return scope;
  }

  static void encode(PoolBlock block, ByteWriter out) {
    out.octet(VERSION).text(block.subnetId()).text(block.project());
  }

  static PoolBlock block(Cidr cidr, byte[] row) {
    ByteReader in = new ByteReader(row);
    in.version(VERSION);
    PoolBlock block = new PoolBlock(cidr, in.text(), in.text());
    in.end();
    return block;
  }

  static ByteWriter poolKey(String poolId, ByteWriter out) {
    return out.clear().rawText(poolId).octet(0);
  }

  static ByteWriter blockKey(String poolId, Cidr block, ByteWriter out) {
    return cidr(block, poolKey(poolId, out));
  }

  static Cidr readBlockKey(byte[] key) {
    ByteReader in = new ByteReader(key);
    in.textToZero();
    Cidr block = cidr(in);
    in.end();
    return block;
  }

  private static ByteWriter cidr(Cidr cidr, ByteWriter out) {
    return out.addressWithFamily(cidr.network()).octet(cidr.prefixLength());
  }

  private static Cidr cidr(ByteReader in) {
    return new Cidr(in.addressWithFamily(), in.octet());
  }
}
