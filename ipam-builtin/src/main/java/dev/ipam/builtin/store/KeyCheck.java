package dev.ipam.builtin.store;

import dev.ipam.builtin.store.KeyRecord.Part;
import dev.ipam.net.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares idempotency keys with what is held under them. */
final class KeyCheck {
  private static final byte[] ALL = {};

  private final CheckContext context;
  private final Map<Long, String> live;
  private final Map<Long, String> removed;
  private final ByteWriter key = new ByteWriter(64);

  /** Takes the ids of subnets, and of removed ones of which rows are left, by their numbers. */
  KeyCheck(CheckContext context, Map<Long, String> live, Map<Long, String> removed) {
    this.context = context;
    this.live = live;
    this.removed = removed;
  }

  void run() {
    context.forEach(
        Family.KEYS,
        ALL,
        rows -> {
          String name = StoreCheck.text(rows.key());
          check(
              name,
              context.decoder().decode(Family.KEYS, rows.key(), rows.value(), KeyCodec::decode));
        });
    context.forEach(
        Family.KEY_RESULTS,
        ALL,
        rows -> {
          byte[] rowKey = rows.key();
          String name =
              context
                  .decoder()
                  .decode(
                      Family.KEY_RESULTS,
                      rowKey,
                      rowKey,
                      bytes -> new ByteReader(bytes).textToZero());
          if (!context.has(Family.KEYS, RowKeys.text(name, key))) {
            context.problem(Family.KEY_RESULTS, rowKey, "its key is missing");
          }
        });
  }

  private void check(String name, KeyRecord bound) {
    if (bound.operation() == KeyRecord.Operation.CREATE_SUBNET) {
      Part created = bound.parts().get(0);
      StoredSubnet subnet = context.subnet(created.subnetId());
      if (subnet == null || subnet.number() != created.number() || !name.equals(subnet.key())) {
        problem(name, "no subnet was created under it");
      }
    } else if (bound.parts().stream().noneMatch(this::isKnown)) {
      problem(name, "it is of no subnet");
    }
    List<IpAddress> results = new ArrayList<>();
    context.forEach(
        Family.KEY_RESULTS,
        RowKeys.keyResults(name, key).toByteArray(),
        rows ->
            results.addAll(
                context
                    .decoder()
                    .decode(
                        Family.KEY_RESULTS, rows.key(), rows.value(), KeyCodec::decodeResults)));
    int total = bound.parts().stream().mapToInt(Part::count).sum();
    if (results.isEmpty() && bound.parts().stream().anyMatch(part -> part.released() > 0)) {
      // It came from another store when part of it was released: no retry will ask for the rest.
      return;
    }
    if (results.size() != total) {
      problem(name, results.size() + " results are kept, not " + total);
      return;
    }
    // Of several parts of one subnet nobody knows which a release was of.
    Map<Long, Long> missing = new LinkedHashMap<>();
    int next = 0;
    for (Part part : bound.parts()) {
      List<IpAddress> own = results.subList(next, next + part.count());
      next += part.count();
      if (part.subnetId().equals(live.get(part.number()))) {
        long held = own.stream().filter(address -> isHeld(name, part, address)).count();
        missing.merge(part.number(), part.count() - part.released() - held, Long::sum);
      }
    }
    missing.forEach(
        (number, difference) -> {
          if (difference > 0) {
            problem(name, difference + " addresses of its result are not held, but should be");
          } else if (difference < 0) {
            problem(name, -difference + " addresses of its result are held, but released");
          }
        });
  }

  private boolean isKnown(Part part) {
    return part.subnetId().equals(live.get(part.number()))
        || part.subnetId().equals(removed.get(part.number()));
  }

  private void problem(String name, String problem) {
    context.problem("key \"" + name + "\"", problem);
  }

  private boolean isHeld(String name, Part part, IpAddress address) {
    byte[] rowKey = RowKeys.allocation(part.number(), address, key).toByteArray();
    byte[] row = context.get(Family.ALLOCATIONS, rowKey);
    return row != null
        && name.equals(context.decoder().allocation(part.subnetId(), address, rowKey, row).key());
  }
}
