package dev.ipam.builtin.store;

import dev.ipam.builtin.store.KeyRecord.Operation;
import dev.ipam.builtin.store.KeyRecord.Part;
import dev.ipam.net.IpAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The form of a row of the table of idempotency keys, and of the results that go with it. */
final class KeyCodec {
  private static final int VERSION = 1;
  private static final int FINGERPRINT_BYTES = 16;

  private KeyCodec() {}

  static void encode(KeyRecord key, ByteWriter out) {
    out.octet(VERSION).octet(operationCode(key.operation()));
    out.raw(HexFormat.of().parseHex(key.fingerprint()));
    out.varint(key.parts().size());
    for (Part part : key.parts()) {
      out.fixed64(part.number()).text(part.subnetId());
      out.varint(part.count()).varint(part.released());
    }
  }

  static KeyRecord decode(byte[] row) {
    ByteReader in = new ByteReader(row);
    in.version(VERSION);
    Operation operation = operation(in.octet());
    String fingerprint = HexFormat.of().formatHex(in.raw(FINGERPRINT_BYTES));
    int size = in.count();
    List<Part> parts = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      parts.add(part(in));
    }
    in.end();
    return new KeyRecord(fingerprint, operation, parts);
  }

  private static Part part(ByteReader in) {
    long number = in.fixed64();
    String subnetId = in.text();
    long count = in.varint();
    long released = in.varint();
    if (count < 0 || count > Integer.MAX_VALUE || released < 0 || released > count) {
      throw new MalformedRecordException(released + " of " + count + " are released");
    }
    return new Part(number, subnetId, (int) count, (int) released);
  }

  static void encodeResults(List<IpAddress> addresses, ByteWriter out) {
    out.octet(VERSION).varint(addresses.size());
    for (IpAddress address : addresses) {
      out.addressWithFamily(address);
    }
  }

  static List<IpAddress> decodeResults(byte[] row) {
    ByteReader in = new ByteReader(row);
    in.version(VERSION);
    int size = in.count();
    List<IpAddress> addresses = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      addresses.add(in.addressWithFamily());
    }
    in.end();
    return addresses;
  }

  private static int operationCode(Operation operation) {
    return switch (operation) {
      case CREATE_SUBNET -> 1;
      case ALLOCATE -> 2;
      case ALLOCATE_TOGETHER -> 3;
      case TRANSFER -> 4;
    };
  }

  private static Operation operation(int code) {
    return switch (code) {
      case 1 -> Operation.CREATE_SUBNET;
      case 2 -> Operation.ALLOCATE;
      case 3 -> Operation.ALLOCATE_TOGETHER;
      case 4 -> Operation.TRANSFER;
      default -> throw new MalformedRecordException("operation " + code + " is not known");
    };
  }
}
