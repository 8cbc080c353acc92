package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;
import dev.ipam.builtin.store.ChangeCodec.Head;
import dev.ipam.builtin.store.ChangeCodec.Kept;
import dev.ipam.net.IpAddress;
import dev.ipam.snapshot.Change;
import java.util.HashMap;
import java.util.Map;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What changed since a commit, as the rows of one view show it. */
final class ChangeRows implements Spliterator<Change> {
  private static final byte[] ALL = {};

  private final RowDecoder decoder;
  private final ChangeSteps steps;
  private final LongFunction<String> position;
  private final Kept kept;
  private final Rows rows;
  private final Map<Long, StoredSubnet> subnets = new HashMap<>();
  private @Nullable ByteReader entries;
  private boolean lastChunk;
  private long done;
  private long current;
  private boolean ended;

  private ChangeRows(
      ReadView view,
      RowDecoder decoder,
      Kept kept,
      long after,
      LongFunction<String> position,
      long nowMillis) {
    this.decoder = decoder;
    this.steps = new ChangeSteps(new RocksRecordView(view, decoder), nowMillis);
    this.position = position;
    this.kept = kept;
    this.done = after;
    this.current = after;
    this.ended = after == kept.last();
    this.rows =
        view.rows(
            Family.CHANGES, ALL, ChangeCodec.key(after + 1, 0, new ByteWriter(16)).toByteArray());
  }

  static Stream<Change> stream(
      ReadView view,
      RowDecoder decoder,
      Kept kept,
      long after,
      LongFunction<String> position,
      long nowMillis) {
    return StreamSupport.stream(
            new ChangeRows(view, decoder, kept, after, position, nowMillis), false)
        .onClose(view::close);
  }

  /** Reads all that is kept, and makes of each entry what is told of it. */
  static void read(ReadView view, RowDecoder decoder, Kept kept) {
    ChangeRows changes =
        new ChangeRows(view, decoder, kept, kept.floor(), Long::toString, Long.MIN_VALUE);
    Rows opened = changes.rows;
    try (opened) {
      while (changes.tryAdvance(change -> {})) {
        // Each is read for what it says of damage.
      }
    }
  }

  static Kept kept(ReadView view, RowDecoder decoder) {
    byte[] row = view.get(Family.META, ChangeCodec.META_KEY);
    return row == null
        ? Kept.NOTHING
        : decoder.decode(Family.META, ChangeCodec.META_KEY, row, Kept::decode);
  }

  @Override
  public boolean tryAdvance(Consumer<? super Change> action) {
    while (!ended) {
      ByteReader in = entries;
      if (in == null || in.remaining() == 0) {
        if (!nextRow()) {
          // All of it has been told: the mark, and the position that none may fall behind.
          ended = true;
          action.accept(new Change(position.apply(kept.last()), steps.mark()));
          return true;
        }
        continue;
      }
      Change.Step step = decoder.decode(Family.CHANGES, rows.key(), ALL, row -> step(in));
      // The newest position comes with the mark: whoever stops before it reads on from further
      // back.
      if (in.remaining() == 0 && lastChunk && current < kept.last()) {
        done = current;
      }
      if (step != null) {
        action.accept(new Change(position.apply(done), step));
        return true;
      }
    }
    return false;
  }

  private boolean nextRow() {
    if (!rows.next()) {
      return false;
    }
    long commit = ChangeCodec.commit(rows.key());
    if (commit != current) {
      done = current;
      current = commit;
      subnets.clear();
    }
    ByteReader in = new ByteReader(rows.value());
    Head head = decoder.decode(Family.CHANGES, rows.key(), ALL, row -> Head.decode(in));
    lastChunk = head.last();
    entries = in;
    return true;
  }

  /** Null where the row it speaks of went with its subnet, whose removal is told. */
  @SuppressWarnings("NullTernary") // Nothing is unboxed: every arm is a step.
  private Change.@Nullable Step step(ByteReader in) {
    int kind = in.octet();
    return switch (kind) {
      case ChangeCodec.NUMBER -> {
        name(in.fixed64(), in.text());
        yield null;
      }
      case ChangeCodec.SUBNET -> steps.subnet(in.text());
      case ChangeCodec.SUBNET_REMOVED -> new Change.SubnetRemoved(in.text());
      case ChangeCodec.KEY -> steps.key(in.text());
      case ChangeCodec.POOL -> steps.pool(in.text());
      case ChangeCodec.SCOPE -> steps.scope(in.text());
      default -> ofSubnet(kind, in.fixed64(), in);
    };
  }

  private void name(long number, String id) {
    StoredSubnet stored = steps.live(id, number);
    if (stored != null) {
      subnets.put(number, stored);
    }
  }

  @SuppressWarnings("NullTernary") // Nothing is unboxed: every arm is a step.
  private Change.@Nullable Step ofSubnet(int kind, long number, ByteReader in) {
    StoredSubnet subnet = subnets.get(number);
    return switch (kind) {
      case ChangeCodec.ADDRESS -> {
        IpAddress address = in.addressWithFamily();
        yield subnet == null ? null : steps.address(subnet, address);
      }
      case ChangeCodec.PASS -> {
        UInt128 position = in.bool() ? offset(in) : null;
        yield subnet == null ? null : steps.pass(subnet, position);
      }
      case ChangeCodec.SPENT -> {
        UInt128 one = offset(in);
        yield subnet == null ? null : steps.spent(subnet, one);
      }
      case ChangeCodec.UNSPENT -> {
        UInt128 first = offset(in);
        UInt128 last = offset(in);
        yield subnet == null ? null : steps.unspent(subnet, first, last);
      }
      default -> throw new MalformedRecordException("a change of kind " + kind + " is not known");
    };
  }

  private static UInt128 offset(ByteReader in) {
    return new UInt128(in.fixed64(), in.fixed64());
  }

  /** Never splits: the changes come one after another. */
  @Override
  public @Nullable Spliterator<Change> trySplit() {
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
