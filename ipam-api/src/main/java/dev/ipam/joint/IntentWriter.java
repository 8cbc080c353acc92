package dev.ipam.joint;

import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an intent's file: a checksum, then fields, separated by tabs. No id, owner or key
 * holds a control character, and none is empty: an empty field is a missing one.
 */
final class IntentWriter {
  static final String VERSION = "1";
  static final char SEPARATOR = '\t';

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  IntentWriter intent(Intent intent) {
    line(List.of("intent", VERSION, number(intent.parts().size())));
    for (AllocationRequest part : intent.parts()) {
      List<String> fields = new ArrayList<>();
      fields.add("part");
      fields.add(part.address().kind().name());
      fields.add(argument(part.address()));
      fields.add(optional(part.owner()));
      fields.add(optional(part.key()));
      fields.addAll(part.subnetIds());
      line(fields);
    }
    return this;
  }

  IntentWriter began(int part) {
    line(List.of("began", number(part)));
    return this;
  }

  IntentWriter took(int part, List<Allocation> allocations) {
    for (Allocation taken : allocations) {
      line(
          List.of(
              "took",
              number(part),
              taken.subnetId(),
              taken.address().toString(),
              number(taken.allocatedAt().toEpochMilli()),
              taken.kind().name(),
              number(taken.token()),
              optional(taken.owner()),
              optional(taken.key())));
    }
    line(List.of("known", number(part), number(allocations.size())));
    return this;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  static String checksum(byte[] text, int from, int length) {
    CRC32C sum = new CRC32C();
    sum.update(text, from, length);
    return "%08x".formatted(sum.getValue());
  }

  private void line(List<String> fields) {
    byte[] text = String.join(String.valueOf(SEPARATOR), fields).getBytes(StandardCharsets.UTF_8);
    bytes.writeBytes(
        (checksum(text, 0, text.length) + SEPARATOR).getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(text);
    bytes.write('\n');
  }

  private static String argument(AddressRequest wanted) {
    if (wanted instanceof AddressRequest.Specific specific) {
      IpAddress address = specific.address();
      return address.toString();
    }
    if (wanted instanceof AddressRequest.Automatic automatic) {
      return automatic.mac().toString();
    }
    return number(wanted.count());
  }

  private static String number(long value) {
    return Long.toString(value);
  }

  private static String optional(@Nullable String value) {
    return value == null ? "" : value;
  }
}
