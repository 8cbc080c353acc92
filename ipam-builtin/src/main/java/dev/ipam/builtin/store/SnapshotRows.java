package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Everything that a view shows, in the order that every driver shares, a few rows at a time. */
final class SnapshotRows implements Spliterator<SnapshotRecord> {
  private static final byte[] ALL = {};

  private enum Stage {
    SCOPES,
    POOLS,
    SUBNETS,
    KEYS,
    END;

    Stage next() {
      return switch (this) {
        case SCOPES -> POOLS;
        case POOLS -> SUBNETS;
        case SUBNETS -> KEYS;
        case KEYS, END -> END;
      };
    }
  }

  private final ReadView view;
  private final RowDecoder decoder;
  private final SnapshotForms forms;
  private final ByteWriter key = new ByteWriter(16);
  private final Deque<SnapshotRecord> ready = new ArrayDeque<>();
  private Stage stage = Stage.SCOPES;
  private Rows rows;
  private @Nullable StoredSubnet subnet;
  private @Nullable Rows held;
  private @Nullable AllocationRecord nextHeld;
  private @Nullable Rows resting;
  private @Nullable RestRecord nextResting;
  private final long now;

  private SnapshotRows(ReadView view, RowDecoder decoder, long nowMillis) {
    this.view = view;
    this.decoder = decoder;
    RecordView records = new RocksRecordView(view, decoder);
    this.forms = new SnapshotForms(records);
    this.rows = view.rows(Family.SCOPES, ALL);
    Marks marks = records.marks();
    this.now = Math.max(nowMillis, marks.millis());
    ready.add(new TokenMark(marks.token()));
  }

  static Stream<SnapshotRecord> stream(ReadView view, RowDecoder decoder, long nowMillis) {
    try {
      return StreamSupport.stream(new SnapshotRows(view, decoder, nowMillis), false)
          .onClose(view::close);
    } catch (RuntimeException e) {
      view.close();
      throw e;
    }
  }

  @Override
  public boolean tryAdvance(Consumer<? super SnapshotRecord> action) {
    while (true) {
      SnapshotRecord next = ready.poll();
      if (next == null) {
        next = ofSubnet();
      }
      if (next != null) {
        action.accept(next);
        return true;
      }
      if (stage == Stage.END) {
        return false;
      }
      advance();
    }
  }

  /** The next allocation or rest of the subnet whose record was given, by address. */
  private @Nullable SnapshotRecord ofSubnet() {
    AllocationRecord one = nextHeld;
    RestRecord other = nextResting;
    int order =
        one == null || other == null ? 0 : one.allocation().address().compareTo(other.address());
    if (one != null && order <= 0) {
      // What is left of a rest that is over says nothing of an address that is held.
      nextHeld = nextAllocation();
      if (other != null && order == 0) {
        nextResting = nextRest();
      }
      return one;
    }
    if (other != null) {
      nextResting = nextRest();
    }
    return other;
  }

  private @Nullable AllocationRecord nextAllocation() {
    Rows from = held;
    StoredSubnet current = subnet;
    if (from == null || current == null) {
      return null;
    }
    if (from.next()) {
      byte[] rowKey = from.key();
      IpAddress address =
          decoder.decode(Family.ALLOCATIONS, rowKey, rowKey, RowKeys::readAllocation);
      return new AllocationRecord(decoder.allocation(current.id(), address, rowKey, from.value()));
    }
    from.close();
    held = null;
    return null;
  }

  private @Nullable RestRecord nextRest() {
    Rows from = resting;
    StoredSubnet current = subnet;
    if (from == null || current == null) {
      return null;
    }
    while (from.next()) {
      byte[] rowKey = from.key();
      UInt128 offset = decoder.decode(Family.RESTS, rowKey, rowKey, RowDecoder::offset);
      long until = decoder.decode(Family.RESTS, rowKey, from.value(), RocksRestTables::decode);
      RestRecord record = forms.rest(current, offset, until, now);
      if (record != null) {
        return record;
      }
    }
    from.close();
    resting = null;
    return null;
  }

  private void advance() {
    if (!rows.next()) {
      rows.close();
      stage = stage.next();
      switch (stage) {
        case POOLS -> rows = view.rows(Family.POOLS, ALL);
        case SUBNETS -> rows = view.rows(Family.SUBNETS, ALL);
        case KEYS -> rows = view.rows(Family.KEYS, ALL);
        default -> {}
      }
      return;
    }
    byte[] rowKey = rows.key();
    byte[] row = rows.value();
    switch (stage) {
      case SCOPES -> ready.add(new ScopeRecord(RocksPoolTables.scope(decoder, rowKey, row)));
      case POOLS -> ready.add(new PoolRecord(RocksPoolTables.pool(decoder, rowKey, row)));
      case SUBNETS -> begin(decoder.subnet(SnapshotForms.text(rowKey), row));
      default -> key(rowKey, row);
    }
  }

  private void key(byte[] rowKey, byte[] row) {
    KeyRecord bound = decoder.decode(Family.KEYS, rowKey, row, KeyCodec::decode);
    SnapshotRecord record = forms.record(SnapshotForms.text(rowKey), bound);
    if (record != null) {
      ready.add(record);
    }
  }

  private void begin(StoredSubnet next) {
    subnet = next;
    ready.add(forms.record(next));
    if (next.subnet().policy() == AllocationPolicy.SEQUENTIAL) {
      IpAddress position = forms.position(next);
      if (position != null) {
        ready.add(new SnapshotRecord.PassRecord(next.id(), position));
      }
      spent(next);
    }
    byte[] prefix = RowKeys.number(next.number(), key).toByteArray();
    held = view.rows(Family.ALLOCATIONS, prefix);
    nextHeld = nextAllocation();
    if (!next.subnet().rest().isZero()) {
      resting = view.rows(Family.RESTS, prefix);
      nextResting = nextRest();
    }
  }

  /** No pass has 65,536 spent, so that they fit in memory. */
  private void spent(StoredSubnet of) {
    byte[] prefix = RowKeys.number(of.number(), key).toByteArray();
    List<UInt128> spent = new ArrayList<>();
    try (Rows offsets = view.rows(Family.SPENT, prefix)) {
      while (offsets.next()) {
        byte[] rowKey = offsets.key();
        spent.add(decoder.decode(Family.SPENT, rowKey, rowKey, RowDecoder::offset));
      }
    }
    ready.addAll(SnapshotForms.spent(of, spent));
  }

  /** Never splits: the rows come one after another. */
  @Override
  public @Nullable Spliterator<SnapshotRecord> trySplit() {
    return null;
  }

  @Override
  public long estimateSize() {
    return Long.MAX_VALUE;
  }

  @Override
  public int characteristics() {
    return ORDERED | NONNULL | IMMUTABLE;
  }
}
