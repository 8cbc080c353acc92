package dev.ipam.reference.rows;

import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The forms that values have in columns: binary ones are of fixed width, in numeric order. */
public final class Forms {
  private static final int RANK_BYTES = 16;
  private static final int IPV4_BYTES = 4;

  private Forms() {}

  /** The address in a column, which must be there. */
  public static IpAddress address(ResultSet row, int column) throws SQLException {
    return IpAddress.ofBytes(row.getBytes(column));
  }

  /** The address in a column, or null. */
  public static @Nullable IpAddress optionalAddress(ResultSet row, int column) throws SQLException {
    byte[] bytes = row.getBytes(column);
    return bytes == null ? null : IpAddress.ofBytes(bytes);
  }

  /** The bytes of an address, or null. */
  public static byte @Nullable [] bytes(@Nullable IpAddress address) {
    return address == null ? null : address.toBytes();
  }

  /** A rank among addresses as 16 bytes. */
  public static byte[] rank(BigInteger rank) {
    byte[] number = rank.toByteArray();
    byte[] bytes = new byte[RANK_BYTES];
    int from = Math.max(0, number.length - RANK_BYTES);
    int length = number.length - from;
    System.arraycopy(number, from, bytes, RANK_BYTES - length, length);
    return bytes;
  }

  /** The rank that 16 bytes stand for. */
  public static BigInteger rank(byte[] bytes) {
    return new BigInteger(1, bytes);
  }

  /** Ranges, one after another: first and last address of each. */
  public static byte[] ranges(List<AddressRange> ranges) {
    if (ranges.isEmpty()) {
      return new byte[0];
    }
    int width = ranges.get(0).first().toBytes().length;
    ByteBuffer bytes = ByteBuffer.allocate(2 * width * ranges.size());
    for (AddressRange range : ranges) {
      bytes.put(range.first().toBytes()).put(range.last().toBytes());
    }
    return bytes.array();
  }

  /** The ranges of a subnet of which one address has so many bytes. */
  public static List<AddressRange> ranges(byte[] bytes, int width) {
    List<AddressRange> ranges = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    while (in.hasRemaining()) {
      ranges.add(new AddressRange(next(in, width), next(in, width)));
    }
    return ranges;
  }

  /** CIDRs of one family, one after another: network and prefix length of each. */
  public static byte[] cidrs(List<Cidr> cidrs) {
    int width = cidrs.get(0).network().toBytes().length;
    ByteBuffer bytes = ByteBuffer.allocate(1 + cidrs.size() * (width + 1));
    bytes.put((byte) width);
    for (Cidr cidr : cidrs) {
      bytes.put(cidr.network().toBytes()).put((byte) cidr.prefixLength());
    }
    return bytes.array();
  }

  /** The CIDRs that bytes stand for. */
  public static List<Cidr> cidrs(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int width = in.get();
    List<Cidr> cidrs = new ArrayList<>();
    while (in.hasRemaining()) {
      IpAddress network = next(in, width);
      cidrs.add(new Cidr(network, Byte.toUnsignedInt(in.get())));
    }
    return cidrs;
  }

  private static IpAddress next(ByteBuffer in, int width) {
    byte[] bytes = new byte[width];
    in.get(bytes);
    return IpAddress.ofBytes(bytes);
  }

  /** How many bytes an address of the family of this one has. */
  public static int width(IpAddress address) {
    return address.toBytes().length == IPV4_BYTES ? IPV4_BYTES : RANK_BYTES;
  }
}
