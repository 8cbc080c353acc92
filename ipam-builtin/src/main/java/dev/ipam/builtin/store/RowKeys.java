package dev.ipam.builtin.store;

import dev.ipam.net.IpAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The keys of rows: everything in them sorts as its bytes do, texts end with a zero byte. */
final class RowKeys {
  private RowKeys() {}

  static ByteWriter number(long number, ByteWriter out) {
    return out.clear().fixed64(number);
  }

  static ByteWriter text(String text, ByteWriter out) {
    return out.clear().rawText(text);
  }

  static ByteWriter allocation(long number, IpAddress address, ByteWriter out) {
    return out.clear().fixed64(number).address(address);
  }

  static ByteWriter offset(long number, long hi, long lo, ByteWriter out) {
    return out.clear().fixed64(number).fixed64(hi).fixed64(lo);
  }

  static ByteWriter owner(String owner, ByteWriter out) {
    return out.clear().rawText(owner).octet(0);
  }

  static ByteWriter byOwner(StoredSubnet subnet, String owner, IpAddress address, ByteWriter out) {
    return owner(owner, out)
        .rawText(subnet.id())
        .octet(0)
        .fixed64(subnet.number())
        .address(address);
  }

  static ByteWriter holders(IpAddress address, ByteWriter out) {
    return out.clear().addressWithFamily(address);
  }

  static ByteWriter byAddress(StoredSubnet subnet, IpAddress address, ByteWriter out) {
    return holders(address, out).rawText(subnet.id()).octet(0).fixed64(subnet.number());
  }

  static ByteWriter keyResults(String key, ByteWriter out) {
    return out.clear().rawText(key).octet(0);
  }

  static ByteWriter keyResults(String key, int chunk, ByteWriter out) {
    return keyResults(key, out).fixed32(chunk);
  }

  /** What a row of a secondary table points to. */
  record Pointer(String subnetId, long number, IpAddress address) {}

  static Pointer readByOwner(byte[] key) {
    ByteReader in = new ByteReader(key);
    in.textToZero();
    return new Pointer(in.textToZero(), in.fixed64(), in.restAsAddress());
  }

  static Pointer readByAddress(byte[] key) {
    ByteReader in = new ByteReader(key);
    IpAddress address = in.addressWithFamily();
    Pointer pointer = new Pointer(in.textToZero(), in.fixed64(), address);
    in.end();
    return pointer;
  }

  static IpAddress readAllocation(byte[] key) {
    ByteReader in = new ByteReader(key);
    in.fixed64();
    return in.restAsAddress();
  }

  /** What names an allocation within a batch. */
  record AllocationKey(long number, IpAddress address) {
    @Override
    public int hashCode() {
      long mixed = (address.low() ^ number * 0x9E3779B97F4A7C15L) + 31 * address.high();
      return Long.hashCode(mixed * 0x9E3779B97F4A7C15L);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof AllocationKey key
          && number == key.number
          && Objects.equals(address, key.address);
    }
  }
}
