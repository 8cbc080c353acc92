package dev.ipam.conformance.mutants;

import static dev.ipam.conformance.mutants.SecondHistories.twins;
import static dev.ipam.conformance.mutants.Views.instead;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.MemoryBuiltinUnderTest;
import dev.ipam.conformance.mutants.TwinScript.Deck;
import dev.ipam.request.Subnet;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.ChangeFeed;
import dev.ipam.spi.Exportable;
import dev.ipam.spi.IpamDriver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Rules 7.11 to 7.24, around the driver at hand: exports, imports and changes. */
final class DumpMutants {
  private static final DriverUnderTest BUILTIN = new MemoryBuiltinUnderTest();

  private DumpMutants() {}

  static List<Mutant> mutants() {
    List<Mutant> all = new ArrayList<>(exports());
    all.addAll(changes());
    return all;
  }

  private static Mutant builtin(String rule, String fault, UnaryOperator<IpamDriver> change) {
    return Mutant.of(rule, fault, BUILTIN, Other.changed(BUILTIN, change));
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
                                })))
            .and(twins(Deck.DUMPS, 1)),
        builtin(
                "7.12",
                "does not export what rests",
                exporting(
                    records -> {
                      records.removeIf(each -> each instanceof SnapshotRecord.RestRecord);
                      return records;
                    }))
            .and(twins(Deck.DUMPS, 6)),
        builtin("7.13", "exports in an order that changes", DumpMutants::swaps)
            .and(twins(Deck.DUMPS, 2)),
        builtin(
                "7.14",
                "does not import what rests",
                importing(without(SnapshotRecord.RestRecord.class)))
            .and(twins(Deck.DUMPS, 6)),
        builtin(
                "7.15",
                "begins a new pass in every subnet that it imports",
                importing(without(SnapshotRecord.PassRecord.class)))
            .and(twins(Deck.DUMPS, 1)),
        builtin(
                "7.16",
                "empties a store that something is imported into",
                instead("beginImport", "StoreNotEmpty", DumpMutants::emptied))
            .and(twins(Deck.DUMPS, 4)),
        builtin(
                "7.17",
                "keeps what was added to an import that is closed without a commit",
                Tamper.with("beginImport", call -> new Session(call.driver(), r -> r, true)))
            .and(twins(Deck.DUMPS, 4)),
        builtin(
                "7.18",
                "ignores records that come twice",
                importing(records -> new ArrayList<>(new java.util.LinkedHashSet<>(records))))
            .and(twins(Deck.DUMPS, 3)),
        builtin(
                "7.20",
                "leaves out what an import cannot have, and says nothing",
                importing(DumpMutants::firstOfEachToken))
            .and(twins(Deck.DUMPS, 2)),
        builtin(
                "7.21",
                "goes on from the highest token that it imported",
                importing(
                    records -> {
                      long highest =
                          tokens(records).stream().mapToLong(Long::longValue).max().orElse(0);
                      records.set(0, new SnapshotRecord.TokenMark(highest));
                      return records;
                    }))
            .and(twins(Deck.DUMPS, 3)));
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
              if (exports.incrementAndGet() % 2 == 0 && records.size() > 1) {
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
                    }))
            .and(twins(Deck.FEED, 1)),
        builtin(
                "7.23",
                "leaves out the first change behind a position that others follow",
                telling(
                    changes -> changes.size() > 1 ? changes.subList(1, changes.size()) : changes))
            .and(twins(Deck.FEED, 1)),
        builtin(
                "7.24",
                "tells nothing of a position that it does not know",
                instead("changes", "ChangesNotKept", call -> Stream.empty()))
            .and(twins(Deck.FEED, 2)));
  }

  static UnaryOperator<IpamDriver> telling(UnaryOperator<List<Change>> change) {
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
