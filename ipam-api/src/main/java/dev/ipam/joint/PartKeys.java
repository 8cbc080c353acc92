package dev.ipam.joint;

import com.google.common.hash.Hashing;
import dev.ipam.request.AllocationRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The idempotency keys of the parts of a joint request. */
final class PartKeys {
  private PartKeys() {}

  /** Names a joint request by its caller's key, which may be too long to be a part of others. */
  static String id(String key) {
    return Hashing.sha256().hashString(key, StandardCharsets.UTF_8).toString();
  }

  static String of(String id, int part) {
    return "joint/" + id + "/" + part;
  }

  static List<AllocationRequest> give(List<AllocationRequest> parts, String id) {
    List<AllocationRequest> keyed = new ArrayList<>(parts.size());
    for (AllocationRequest part : parts) {
      keyed.add(part.withKey(of(id, keyed.size())));
    }
    return keyed;
  }
}
