package dev.ipam.builtin.store;

import dev.ipam.builtin.store.RowKeys.Pointer;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.CheckProblem;
import dev.ipam.spi.CheckReport;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compares every row of a store with the rows that go with it, as of one moment.
 *
 * <p>In memory at a time: the numbers and ids of all subnets, the index of one subnet, the blocks
 * of one subnet pool.
 */
final class StoreCheck {
  private static final byte[] ALL = {};
  private static final Set<String> META =
      Set.of(
          "store", text(RocksTables.MARKS_KEY), text(ChangeCodec.META_KEY), text(AuthorityRow.KEY));

  private final CheckContext context;
  private final Map<Long, String> live = new HashMap<>();
  private final Map<Long, String> removed = new HashMap<>();

  private StoreCheck(CheckContext context) {
    this.context = context;
  }

  static CheckReport run(Rocks rocks, RowDecoder decoder, Consumer<CheckProblem> sink) {
    try (ReadView view = rocks.view()) {
      CheckContext context = new CheckContext(view, decoder, sink);
      context.attempt(rocks::verifyChecksums);
      new StoreCheck(context).run();
      return new CheckReport(context.records(), context.problems());
    }
  }

  private void run() {
    Marks marks = marks();
    context.forEach(Family.REMOVED, ALL, this::removed);
    PointerAgreement pointers = PointerAgreement.of(context.view(), context.decoder());
    SubnetCheck subnets = new SubnetCheck(context, marks, pointers);
    context.forEach(
        Family.SUBNETS,
        ALL,
        rows -> {
          String id = text(rows.key());
          StoredSubnet subnet = context.decoder().subnet(id, rows.value());
          String other = live.put(subnet.number(), id);
          if (other != null || removed.containsKey(subnet.number())) {
            context.problem(Family.SUBNETS, rows.key(), "its number is another subnet's too");
          }
          subnets.check(subnet);
        });
    for (Family family :
        new Family[] {Family.PASSES, Family.SPENT, Family.RESTS, Family.CHUNKS, Family.TOUCHED}) {
      context.forEachNumber(family, key -> checkNumber(family, key, false));
    }
    context.forEachNumber(Family.ALLOCATIONS, key -> checkNumber(Family.ALLOCATIONS, key, true));
    checkPointers(Family.BY_ADDRESS, RowKeys::readByAddress, pointers.byAddress());
    checkPointers(Family.BY_OWNER, RowKeys::readByOwner, pointers.byOwner());
    new KeyCheck(context, live, removed).run();
    new PoolCheck(context).run();
    context.attempt(new ChangeCheck(context)::run);
    if (!isFollowing()) {
      context.forEach(
          Family.IMPORTED,
          ALL,
          rows -> context.problem(Family.IMPORTED, rows.key(), "an import left it behind"));
    }
    context.forEach(Family.META, ALL, this::meta);
  }

  private Marks marks() {
    byte[] row = context.get(Family.META, RocksTables.MARKS_KEY);
    if (row == null) {
      context.problem("table meta", "row marks is missing");
      return new Marks(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
    }
    return context.decoder().decode(Family.META, RocksTables.MARKS_KEY, row, Marks::decode);
  }

  /** A store that follows another one keeps notes as an import does. */
  private boolean isFollowing() {
    byte[] row = context.get(Family.META, AuthorityRow.KEY);
    return row != null
        && context.decoder().decode(Family.META, AuthorityRow.KEY, row, AuthorityRow::decode)
            instanceof AuthorityState.Following;
  }

  private void meta(Rows rows) {
    String name = text(rows.key());
    if (!META.contains(name)) {
      context.problem(Family.META, rows.key(), "nothing of this name is known");
    }
  }

  private void removed(Rows rows) {
    StoredSubnet subnet =
        context
            .decoder()
            .decode(Family.REMOVED, rows.key(), rows.value(), RowDecoder::removed)
            .subnet();
    removed.put(subnet.number(), subnet.id());
    if (new ByteReader(rows.key()).fixed64() != subnet.number()) {
      context.problem(Family.REMOVED, rows.key(), "it is of subnet number " + subnet.number());
    }
  }

  private void checkNumber(Family family, byte[] key, boolean mayBeRemoved) {
    if (key.length < Long.BYTES) {
      context.problem(family, key, "it names no subnet");
      return;
    }
    long number = new ByteReader(key).fixed64();
    if (!live.containsKey(number) && !(mayBeRemoved && removed.containsKey(number))) {
      context.problem(family, key, "it is of no subnet");
    }
  }

  private void checkPointers(Family family, Function<byte[], Pointer> form, boolean agree) {
    context.forEach(
        family,
        ALL,
        rows -> {
          byte[] key = rows.key();
          Pointer pointer = context.decoder().pointer(family, key, form);
          String problem = problem(family, key, pointer, agree);
          if (problem != null) {
            context.problem(family, key, problem);
          }
        });
  }

  private @Nullable String problem(Family family, byte[] key, Pointer pointer, boolean agree) {
    long number = pointer.number();
    boolean known =
        pointer.subnetId().equals(live.get(number))
            || pointer.subnetId().equals(removed.get(number));
    if (!known) {
      return "it points to no subnet";
    }
    if (agree) {
      return null;
    }
    Allocation allocation = allocation(pointer);
    if (allocation == null) {
      return "it points to an allocation that is not there";
    }
    if (family == Family.BY_OWNER && !new ByteReader(key).textToZero().equals(allocation.owner())) {
      return "it points to an allocation of another owner";
    }
    return null;
  }

  private @Nullable Allocation allocation(Pointer pointer) {
    IpAddress address = pointer.address();
    byte[] key = RowKeys.allocation(pointer.number(), address, new ByteWriter(24)).toByteArray();
    byte[] row = context.get(Family.ALLOCATIONS, key);
    return row == null ? null : context.decoder().allocation(pointer.subnetId(), address, key, row);
  }

  static String text(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }
}
