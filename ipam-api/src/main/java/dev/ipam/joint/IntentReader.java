package dev.ipam.joint;

import dev.ipam.net.IpAddress;
import dev.ipam.net.MacAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.RequestKind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of an intent's file in order. Every method throws {@link
 * IllegalArgumentException}, or whatever the values throw, for what no {@link IntentWriter} wrote.
 */
final class IntentReader {
  private static final int CHECKSUM = 8;

  private final List<AllocationRequest> parts = new ArrayList<>();
  private final Map<Integer, List<Allocation>> known = new HashMap<>();
  private List<Allocation> taken = new ArrayList<>();
  private int expected;
  private int begun = 1;

  /** Says whether a line is as it was written. */
  static boolean isWhole(byte[] line) {
    if (line.length <= CHECKSUM || line[CHECKSUM] != IntentWriter.SEPARATOR) {
      return false;
    }
    String sum = new String(line, 0, CHECKSUM, StandardCharsets.ISO_8859_1);
    return sum.equals(IntentWriter.checksum(line, CHECKSUM + 1, line.length - CHECKSUM - 1));
  }

  void line(byte[] line) throws CharacterCodingException {
    ByteBuffer text = ByteBuffer.wrap(line, CHECKSUM + 1, line.length - CHECKSUM - 1);
    String decoded = StandardCharsets.UTF_8.newDecoder().decode(text).toString();
    String[] fields = decoded.split(String.valueOf(IntentWriter.SEPARATOR), -1);
    if (expected == 0) {
      first(fields);
    } else if (parts.size() < expected) {
      parts.add(part(fields));
    } else {
      progress(fields);
    }
  }

  /** Says whether what was read so far could be all: no note is half there. */
  boolean isComplete() {
    return expected > 0 && parts.size() == expected && taken.isEmpty();
  }

  Intent intent(String id) {
    require(expected > 0 && parts.size() == expected);
    boolean keyed = parts.get(0).key() != null;
    require(parts.stream().allMatch(part -> (part.key() != null) == keyed));
    return new Intent(id, parts, keyed ? parts.size() : begun, known, true);
  }

  private void first(String[] fields) {
    require(fields.length == 3);
    require(fields[0].equals("intent") && fields[1].equals(IntentWriter.VERSION));
    expected = Integer.parseInt(fields[2]);
    require(expected >= 1 && expected <= JointRequest.MAX_PARTS);
  }

  private static AllocationRequest part(String[] fields) {
    require(fields.length >= 5 && fields[0].equals("part"));
    return new AllocationRequest(
        List.of(fields).subList(5, fields.length),
        address(RequestKind.valueOf(fields[1]), fields[2]),
        optional(fields[3]),
        optional(fields[4]),
        AllocationContext.NONE);
  }

  private void progress(String[] fields) {
    int part = Integer.parseInt(fields[1]);
    require(part >= 0 && part < expected);
    switch (fields[0]) {
      case "began" -> {
        require(fields.length == 2);
        begun = Math.max(begun, part + 1);
      }
      case "took" -> taken.add(allocation(fields));
      case "known" -> {
        require(fields.length == 3 && Integer.parseInt(fields[2]) == taken.size());
        known.put(part, List.copyOf(taken));
        taken = new ArrayList<>();
      }
      default -> throw new IllegalArgumentException(fields[0]);
    }
  }

  private static Allocation allocation(String[] fields) {
    require(fields.length == 9);
    return new Allocation(
        fields[2],
        IpAddress.parse(fields[3]),
        optional(fields[7]),
        Instant.ofEpochMilli(Long.parseLong(fields[4])),
        RequestKind.valueOf(fields[5]),
        Long.parseLong(fields[6]),
        optional(fields[8]),
        AllocationContext.NONE);
  }

  private static AddressRequest address(RequestKind kind, String argument) {
    return switch (kind) {
      case ANY -> new AddressRequest.Any();
      case PREFER_NEXT -> new AddressRequest.PreferNext();
      case SPECIFIC -> new AddressRequest.Specific(IpAddress.parse(argument));
      case AUTOMATIC -> new AddressRequest.Automatic(MacAddress.parse(argument));
      case GATEWAY -> new AddressRequest.Gateway();
      case BULK -> new AddressRequest.Bulk(Integer.parseInt(argument));
    };
  }

  private static @Nullable String optional(String field) {
    return field.isEmpty() ? null : field;
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException();
    }
  }
}
