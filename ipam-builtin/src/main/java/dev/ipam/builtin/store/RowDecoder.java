package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;
import dev.ipam.builtin.store.RowKeys.Pointer;
import dev.ipam.builtin.store.Tables.Removed;
import dev.ipam.error.InvalidValueException;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.HexFormat;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads rows, and says of one that cannot be read which it is. */
final class RowDecoder {
  private static final int VERSION = 1;
  private static final int SHOWN = 48;

  private final Path store;

  RowDecoder(Path store) {
    this.store = store;
  }

  <T> T decode(Family family, byte[] key, byte[] bytes, Function<byte[], T> form) {
    try {
      return form.apply(bytes);
    } catch (MalformedRecordException
        | InvalidValueException
        | IllegalArgumentException
        | ArithmeticException
        | DateTimeException e) {
      throw corrupt(family, key, String.valueOf(e.getMessage()));
    }
  }

  StoredSubnet subnet(String id, byte[] row) {
    try {
      return SubnetCodec.decode(id, row);
    } catch (MalformedRecordException
        | InvalidValueException
        | IllegalArgumentException
        | ArithmeticException e) {
      throw corrupt(Family.SUBNETS, "\"" + id + "\"", String.valueOf(e.getMessage()));
    }
  }

  Allocation allocation(String subnetId, IpAddress address, byte[] key, byte[] row) {
    try {
      return AllocationCodec.decode(subnetId, address, row);
    } catch (MalformedRecordException
        | InvalidValueException
        | IllegalArgumentException
        | DateTimeException e) {
      throw corrupt(Family.ALLOCATIONS, key, String.valueOf(e.getMessage()));
    }
  }

  Pointer pointer(Family family, byte[] key, Function<byte[], Pointer> form) {
    return decode(family, key, key, form);
  }

  static UInt128 offset(byte[] key) {
    ByteReader in = new ByteReader(key);
    in.fixed64();
    UInt128 offset = new UInt128(in.fixed64(), in.fixed64());
    in.end();
    return offset;
  }

  static void encodeRemoved(Removed removed, ByteWriter out) {
    IpAddress doneTo = removed.doneTo();
    out.octet(VERSION).text(removed.subnet().id()).octet(doneTo == null ? 0 : 1);
    if (doneTo != null) {
      out.addressWithFamily(doneTo);
    }
    SubnetCodec.encode(removed.subnet(), out);
  }

  static Removed removed(byte[] row) {
    ByteReader in = new ByteReader(row);
    in.version(VERSION);
    String id = in.text();
    @Nullable IpAddress doneTo = in.bool() ? in.addressWithFamily() : null;
    return new Removed(SubnetCodec.decode(id, in.raw(in.remaining())), doneTo);
  }

  StoreCorruptException corrupt(Family family, byte[] key, String problem) {
    String hex = HexFormat.of().formatHex(key);
    String shown = hex.length() <= SHOWN ? hex : hex.substring(0, SHOWN) + "…";
    return corrupt(family, shown, problem);
  }

  private StoreCorruptException corrupt(Family family, String key, String problem) {
    return new StoreCorruptException(
        store.toString(), "table " + family.label() + ", row " + key, problem);
  }
}
