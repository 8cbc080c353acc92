package dev.ipam.builtin.store;

import dev.ipam.net.IpAddress;
import dev.ipam.net.MacAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.RequestKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The form of a row of the table of allocations; subnet and address are in its key. */
final class AllocationCodec {
  private static final int VERSION = 1;
  private static final int OWNER = 1;
  private static final int KEY = 2;
  private static final int CONTEXT = 4;
  private static final int NETWORK = 1;
  private static final int PORT = 2;
  private static final int DEVICE = 4;
  private static final int DEVICE_OWNER = 8;
  private static final int MAC = 16;
  private static final int HOST_NAME = 32;

  private AllocationCodec() {}

  static void encode(Allocation allocation, ByteWriter out) {
    String owner = allocation.owner();
    String key = allocation.key();
    AllocationContext context = allocation.context();
    boolean hasContext = !context.equals(AllocationContext.NONE);
    out.octet(VERSION).octet(kindCode(allocation.kind()));
    out.octet((owner == null ? 0 : OWNER) | (key == null ? 0 : KEY) | (hasContext ? CONTEXT : 0));
    out.varint(allocation.token()).fixed64(allocation.allocatedAt().toEpochMilli());
    if (owner != null) {
      out.text(owner);
    }
    if (key != null) {
      out.text(key);
    }
    if (hasContext) {
      encode(context, out);
    }
  }

  static Allocation decode(String subnetId, IpAddress address, byte[] row) {
    ByteReader in = new ByteReader(row);
    in.version(VERSION);
    RequestKind kind = kind(in.octet());
    int flags = flags(in.octet(), OWNER | KEY | CONTEXT);
    long token = in.varint();
    Instant at = Instant.ofEpochMilli(in.fixed64());
    @Nullable String owner = (flags & OWNER) == 0 ? null : in.text();
    @Nullable String key = (flags & KEY) == 0 ? null : in.text();
    AllocationContext context = (flags & CONTEXT) == 0 ? AllocationContext.NONE : context(in);
    in.end();
    return new Allocation(subnetId, address, owner, at, kind, token, key, context);
  }

  private static void encode(AllocationContext context, ByteWriter out) {
    MacAddress mac = context.mac();
    out.octet(
        bit(NETWORK, context.network())
            | bit(PORT, context.port())
            | bit(DEVICE, context.device())
            | bit(DEVICE_OWNER, context.deviceOwner())
            | bit(MAC, mac)
            | bit(HOST_NAME, context.hostName()));
    text(context.network(), out);
    text(context.port(), out);
    text(context.device(), out);
    text(context.deviceOwner(), out);
    if (mac != null) {
      out.octet(mac.bits()).fixed64(mac.value());
    }
    text(context.hostName(), out);
  }

  private static int bit(int bit, @Nullable Object value) {
    return value == null ? 0 : bit;
  }

  private static void text(@Nullable String text, ByteWriter out) {
    if (text != null) {
      out.text(text);
    }
  }

  private static AllocationContext context(ByteReader in) {
    int flags = flags(in.octet(), 2 * HOST_NAME - 1);
    @Nullable String network = text(flags & NETWORK, in);
    @Nullable String port = text(flags & PORT, in);
    @Nullable String device = text(flags & DEVICE, in);
    @Nullable String deviceOwner = text(flags & DEVICE_OWNER, in);
    @Nullable MacAddress mac = (flags & MAC) == 0 ? null : mac(in);
    return new AllocationContext(
        network, port, device, deviceOwner, mac, text(flags & HOST_NAME, in));
  }

  private static @Nullable String text(int present, ByteReader in) {
    return present == 0 ? null : in.text();
  }

  private static MacAddress mac(ByteReader in) {
    int bits = in.octet();
    return new MacAddress(in.fixed64(), bits);
  }

  private static int flags(int flags, int known) {
    if ((flags & ~known) != 0) {
      throw new MalformedRecordException("flags " + flags + " are not known");
    }
    return flags;
  }

  private static int kindCode(RequestKind kind) {
    return switch (kind) {
      case ANY -> 1;
      case PREFER_NEXT -> 2;
      case SPECIFIC -> 3;
      case AUTOMATIC -> 4;
      case GATEWAY -> 5;
      case BULK -> 6;
    };
  }

  private static RequestKind kind(int code) {
    return switch (code) {
      case 1 -> RequestKind.ANY;
      case 2 -> RequestKind.PREFER_NEXT;
      case 3 -> RequestKind.SPECIFIC;
      case 4 -> RequestKind.AUTOMATIC;
      case 5 -> RequestKind.GATEWAY;
      case 6 -> RequestKind.BULK;
      default -> throw new MalformedRecordException("kind of request " + code + " is not known");
    };
  }
}
