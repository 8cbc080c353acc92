package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;
import dev.ipam.builtin.store.ChangeCodec.Head;
import dev.ipam.builtin.store.ChangeCodec.Kept;
import dev.ipam.net.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Notes what the batch being made changes, and writes it with the batch: so changes are in the
 * order of commits, and none commits late.
 */
final class ChangeLog {
  private static final byte[] ALL = {};
  private static final int CHUNK_BYTES = 1 << 16;
  private static final int MOST_PRUNED = 4_096;

  /** Pruning a few at a time would leave a mark in the table for each. */
  private static final int SLACK = 16;

  private final Rocks rocks;
  private final RowDecoder decoder;
  private final ChangeRetention keep;
  private final ByteWriter entries = new ByteWriter(1 << 10);
  private final List<Integer> chunkEnds = new ArrayList<>();
  private final Set<Long> named = new HashSet<>();
  private final ByteWriter key = new ByteWriter(16);
  private final ByteWriter value = new ByteWriter(1 << 10);
  private Kept kept;
  private @Nullable Head oldest;
  private int count;
  private boolean forgotten;
  private int markedLength;
  private int markedCount;

  ChangeLog(Rocks rocks, RowDecoder decoder, ChangeRetention keep) {
    this.rocks = rocks;
    this.decoder = decoder;
    this.keep = keep;
    byte[] row = rocks.get(Family.META, ChangeCodec.META_KEY);
    kept =
        row == null
            ? Kept.NOTHING
            : decoder.decode(Family.META, ChangeCodec.META_KEY, row, Kept::decode);
    oldest = readOldest();
  }

  /** Goes on behind what another log has told, of which this one knows nothing. */
  void startAfter(long former, BatchBuffer batch) {
    kept = new Kept(former + 1, former + 1, 0);
    putKept(batch);
  }

  void subnet(String id) {
    text(ChangeCodec.SUBNET, id);
  }

  void subnetRemoved(String id) {
    text(ChangeCodec.SUBNET_REMOVED, id);
  }

  void key(String name) {
    text(ChangeCodec.KEY, name);
  }

  void pool(String id) {
    text(ChangeCodec.POOL, id);
  }

  void scope(String id) {
    text(ChangeCodec.SCOPE, id);
  }

  void address(StoredSubnet subnet, IpAddress address) {
    if (begin(ChangeCodec.ADDRESS, subnet)) {
      entries.addressWithFamily(address);
    }
  }

  void pass(StoredSubnet subnet, PassRecord pass) {
    if (begin(ChangeCodec.PASS, subnet)) {
      UInt128 at = pass.position();
      entries.octet(at == null ? 0 : 1);
      if (at != null) {
        entries.fixed64(at.hi()).fixed64(at.lo());
      }
    }
  }

  void spent(StoredSubnet subnet, long hi, long lo) {
    if (begin(ChangeCodec.SPENT, subnet)) {
      entries.fixed64(hi).fixed64(lo);
    }
  }

  void unspent(StoredSubnet subnet, UInt128 first, UInt128 last) {
    if (begin(ChangeCodec.UNSPENT, subnet)) {
      entries.fixed64(first.hi()).fixed64(first.lo()).fixed64(last.hi()).fixed64(last.lo());
    }
  }

  private void text(int kind, String text) {
    if (begin(kind)) {
      entries.text(text);
    }
  }

  private boolean begin(int kind, StoredSubnet subnet) {
    if (keep.isNone()) {
      return false;
    }
    if (named.add(subnet.number())) {
      begin(ChangeCodec.NUMBER);
      entries.fixed64(subnet.number()).text(subnet.id());
    }
    begin(kind);
    entries.fixed64(subnet.number());
    return true;
  }

  private boolean begin(int kind) {
    if (keep.isNone()) {
      return false;
    }
    if (entries.length() - chunkStart() > CHUNK_BYTES) {
      chunkEnds.add(entries.length());
    }
    entries.octet(kind);
    count++;
    return true;
  }

  private int chunkStart() {
    return chunkEnds.isEmpty() ? 0 : chunkEnds.get(chunkEnds.size() - 1);
  }

  void mark() {
    markedLength = entries.length();
    markedCount = count;
  }

  void rollback() {
    entries.truncate(markedLength);
    chunkEnds.removeIf(end -> end > markedLength);
    // Whatever was named since is no longer: to name it twice is harmless.
    named.clear();
    count = markedCount;
  }

  /** Adds what was noted to the batch, and takes from the table what need not be kept. */
  void write(BatchBuffer batch, long millis) {
    if (keep.isNone()) {
      forget(batch);
      return;
    }
    if (count == 0) {
      return;
    }
    kept = new Kept(kept.floor(), kept.last() + 1, kept.total() + count);
    chunkEnds.add(entries.length());
    int from = 0;
    for (int chunk = 0; chunk < chunkEnds.size(); chunk++) {
      int end = chunkEnds.get(chunk);
      Head head = new Head(chunk == chunkEnds.size() - 1, millis, kept.total());
      head.encode(value);
      value.raw(entries.array(), from, end - from);
      batch.put(Family.CHANGES, ChangeCodec.key(kept.last(), chunk, key), value);
      from = end;
      oldest = oldest == null ? head : oldest;
    }
    prune(batch, millis);
    putKept(batch);
    clear();
  }

  private void clear() {
    entries.clear();
    chunkEnds.clear();
    named.clear();
    count = 0;
  }

  /** What changes from now on is not told: nobody must take what was for all. */
  private void forget(BatchBuffer batch) {
    if (!forgotten) {
      // Once: nobody is told a position while nothing is kept, but one told before may be the last.
      forgotten = true;
      batch.deleteRange(Family.CHANGES, new byte[] {0}, new byte[] {-1});
      startAfter(kept.last(), batch);
    }
  }

  private void putKept(BatchBuffer batch) {
    kept.encode(value);
    batch.put(Family.META, key.clear().raw(ChangeCodec.META_KEY), value);
  }

  private void prune(BatchBuffer batch, long millis) {
    Head first = oldest;
    boolean due =
        first != null
            && (kept.total() - first.total() > keep.count() + keep.count() / SLACK
                || millis - first.millis() > keep.millis() + keep.millis() / SLACK);
    if (!due) {
      return;
    }
    long floor = kept.floor();
    try (ReadView view = rocks.view();
        Rows rows = view.rows(Family.CHANGES, ALL, firstKey(floor))) {
      for (int i = 0; i < MOST_PRUNED && rows.next(); i++) {
        Head head = head(rows);
        if (kept.total() - head.total() < keep.count() && millis - head.millis() <= keep.millis()) {
          oldest = head;
          break;
        }
        floor = ChangeCodec.commit(rows.key());
        oldest = null;
      }
    }
    if (floor > kept.floor()) {
      batch.deleteRange(Family.CHANGES, firstKey(kept.floor()), firstKey(floor));
      kept = new Kept(floor, kept.last(), kept.total());
    }
    if (oldest == null) {
      oldest = floor == kept.last() ? null : first;
    }
  }

  private byte[] firstKey(long floor) {
    return ChangeCodec.key(floor + 1, 0, key).toByteArray();
  }

  private @Nullable Head readOldest() {
    try (ReadView view = rocks.view();
        Rows rows = view.rows(Family.CHANGES, ALL, firstKey(kept.floor()))) {
      return rows.next() ? head(rows) : null;
    }
  }

  private Head head(Rows rows) {
    return decoder.decode(
        Family.CHANGES, rows.key(), rows.value(), row -> Head.decode(new ByteReader(row)));
  }
}
