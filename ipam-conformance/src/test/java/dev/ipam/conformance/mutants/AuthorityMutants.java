package dev.ipam.conformance.mutants;

import static dev.ipam.conformance.mutants.Views.instead;

import dev.ipam.conformance.BuiltinUnderTest;
import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.error.DriverNotActiveException;
import dev.ipam.request.Subnet;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.ChangeFeed;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.Exportable;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.StoreInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Chapter 7, around the driver at hand, since the model has no authority. */
final class AuthorityMutants {
  private static final DriverUnderTest BUILTIN = new BuiltinUnderTest();

  private AuthorityMutants() {}

  static List<Mutant> mutants() {
    List<Mutant> all = new ArrayList<>();
    all.addAll(authority());
    all.add(rehearsals());
    all.addAll(exports());
    all.addAll(changes());
    return all;
  }

  private static Mutant builtin(String rule, String fault, UnaryOperator<IpamDriver> change) {
    return Mutant.of(rule, fault, BUILTIN, Other.changed(BUILTIN, change));
  }

  private static List<Mutant> authority() {
    return List.of(
        builtin(
            "7.01",
            "gives every store the same id",
            Tamper.with("store", call -> new StoreInfo("store-1", "here", "1"))),
        builtin(
            "7.02",
            "does not record the position of a retired store",
            Tamper.with(
                "state",
                call ->
                    call.answer() instanceof AuthorityState.Retired retired
                        ? new AuthorityState.Retired(retired.epoch(), retired.successor(), null)
                        : call.answer())),
        builtin(
            "7.03",
            "changes the authority whatever it was",
            Tamper.with(
                "change",
                call -> call.answer(state(call.driver()), call.argument(1, Object.class)))),
        builtin(
            "7.04",
            "says in a store that is not active that nothing was released",
            instead("release", "DriverNotActive", call -> Optional.empty())),
        builtin(
            "7.05",
            "refuses writes while it is closing",
            Tamper.with(
                "allocate",
                call -> {
                  if (state(call.driver()) instanceof AuthorityState.Closing) {
                    throw new DriverNotActiveException("builtin", "closing", "other");
                  }
                  return call.answer();
                })),
        builtin(
            "7.06",
            "applies changes whatever position they follow",
            Tamper.with(
                "apply",
                call -> call.answer(state(call.driver()), call.argument(1, Object.class)))),
        builtin(
            "7.07", "looks at the authority first and writes after it", real -> fenced(real, 20)),
        builtin(
            "7.09",
            "refuses to look an address up unless it is active",
            Tamper.with(
                "find",
                call -> {
                  if (!(state(call.driver()) instanceof AuthorityState.Active)) {
                    throw new DriverNotActiveException("builtin", "passive", null);
                  }
                  return call.answer();
                })),
        builtin("7.10", "keeps the authority in memory", real -> fenced(real, 0)));
  }

  private static Mutant rehearsals() {
    return Mutant.of(
        "7.28",
        "is opened for rehearsing as it is for serving",
        BUILTIN,
        new Other(
            BUILTIN,
            (provider, context) ->
                provider.open(
                    new DriverContext(
                        context.settings(),
                        context.createIfMissing(),
                        context.clock(),
                        context.random()))));
  }

  private static AuthorityState state(IpamDriver driver) {
    return driver.extension(Authority.class).orElseThrow().state();
  }

  /** An authority beside the store, that only allocations look at. */
  private static IpamDriver fenced(IpamDriver real, int pauses) {
    AtomicReference<AuthorityState> own = new AtomicReference<>();
    return Tamper.with(
            Set.of("state", "change", "allocate"),
            call -> {
              switch (call.operation()) {
                case "change" -> {
                  if (state(real) instanceof AuthorityState.Unused) {
                    return call.answer();
                  }
                  own.set(call.argument(1, AuthorityState.class));
                  return null;
                }
                case "state" -> {
                  return own.get() == null ? call.answer() : own.get();
                }
                default -> {
                  if (own.get() instanceof AuthorityState.Retired) {
                    throw new DriverNotActiveException("builtin", "retired", "other");
                  }
                  for (int i = 0; i < pauses; i++) {
                    Views.pause();
                  }
                  return call.answer();
                }
              }
            })
        .apply(real);
  }

  private static List<Mutant> exports() {
    return List.of(
        builtin(
            "7.11",
            "reads each part of an export when it gets there",
            Tamper.with(
                "export",
                call ->
                    Stream.of(1, 2)
                        .flatMap(
                            part -> {
                              List<SnapshotRecord> now = export(call.driver());
                              return part == 1
                                  ? now.subList(0, 1).stream()
                                  : now.subList(1, now.size()).stream();
                            }))),
        builtin(
            "7.12",
            "does not export what rests",
            exporting(
                records -> {
                  records.removeIf(each -> each instanceof SnapshotRecord.RestRecord);
                  return records;
                })),
        builtin("7.13", "exports in an order that changes", AuthorityMutants::swaps),
        builtin(
            "7.14",
            "does not import what rests",
            importing(without(SnapshotRecord.RestRecord.class))),
        builtin(
            "7.15",
            "begins a new pass in every subnet that it imports",
            importing(without(SnapshotRecord.PassRecord.class))),
        builtin(
            "7.16",
            "empties a store that something is imported into",
            instead("beginImport", "StoreNotEmpty", AuthorityMutants::emptied)),
        builtin(
            "7.17",
            "keeps what was added to an import that is closed without a commit",
            Tamper.with("beginImport", call -> new Session(call.driver(), r -> r, true))),
        builtin(
            "7.18",
            "ignores records that come twice",
            importing(records -> new ArrayList<>(new java.util.LinkedHashSet<>(records)))),
        builtin(
            "7.20",
            "leaves out what an import cannot have, and says nothing",
            importing(AuthorityMutants::firstOfEachToken)),
        builtin(
            "7.21",
            "goes on from the highest token that it imported",
            importing(
                records -> {
                  long highest =
                      tokens(records).stream().mapToLong(Long::longValue).max().orElse(0);
                  records.set(0, new SnapshotRecord.TokenMark(highest));
                  return records;
                })));
  }

  private static List<SnapshotRecord> export(IpamDriver driver) {
    try (Stream<SnapshotRecord> all = driver.extension(Exportable.class).orElseThrow().export()) {
      return new ArrayList<>(all.toList());
    }
  }

  private static UnaryOperator<IpamDriver> exporting(UnaryOperator<List<SnapshotRecord>> change) {
    return Tamper.with("export", call -> change.apply(export(call.driver())).stream());
  }

  private static UnaryOperator<IpamDriver> importing(UnaryOperator<List<SnapshotRecord>> change) {
    return Tamper.with("beginImport", call -> new Session(call.driver(), change, false));
  }

  private static UnaryOperator<List<SnapshotRecord>> without(Class<?> kind) {
    return records -> {
      records.removeIf(kind::isInstance);
      return records;
    };
  }

  private static IpamDriver swaps(IpamDriver real) {
    AtomicInteger exports = new AtomicInteger();
    return exporting(
            records -> {
              if (exports.incrementAndGet() % 2 == 0) {
                Collections.swap(records, records.size() - 1, records.size() - 2);
              }
              return records;
            })
        .apply(real);
  }

  private static Object emptied(Call call) {
    for (Subnet each : Views.all(call.driver())) {
      call.driver().removeSubnet(each.id(), true);
    }
    return call.answer();
  }

  private static List<Long> tokens(List<SnapshotRecord> records) {
    return records.stream()
        .filter(SnapshotRecord.AllocationRecord.class::isInstance)
        .map(each -> ((SnapshotRecord.AllocationRecord) each).allocation().token())
        .toList();
  }

  private static List<SnapshotRecord> firstOfEachToken(List<SnapshotRecord> records) {
    Set<Long> seen = new HashSet<>();
    records.removeIf(
        each ->
            each instanceof SnapshotRecord.AllocationRecord held
                && !seen.add(held.allocation().token()));
    return records;
  }

  private static List<Mutant> changes() {
    return List.of(
        builtin(
            "7.22",
            "does not tell of subnets that are removed",
            telling(
                changes -> {
                  changes.removeIf(each -> each.step() instanceof Change.SubnetRemoved);
                  return changes;
                })),
        builtin(
            "7.23",
            "leaves out the first change behind a position that others follow",
            telling(changes -> changes.size() > 1 ? changes.subList(1, changes.size()) : changes)),
        builtin(
            "7.24",
            "tells nothing of a position that it does not know",
            instead("changes", "ChangesNotKept", call -> Stream.empty())));
  }

  private static UnaryOperator<IpamDriver> telling(UnaryOperator<List<Change>> change) {
    return Tamper.with(
        "changes",
        String.class,
        (driver, position) -> {
          try (Stream<Change> all =
              driver.extension(ChangeFeed.class).orElseThrow().changes(position)) {
            return change.apply(new ArrayList<>(all.toList())).stream();
          }
        });
  }
}
