package dev.ipam.conformance.rules;

import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.Subnet;
import dev.ipam.snapshot.SnapshotCheck;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.KeyRecord;
import dev.ipam.snapshot.SnapshotRecord.PassRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Rules 7.11 to 7.15: what an export holds, and what a store does after importing it. */
final class ExportRules {
  private ExportRules() {}

  private static final String SNAPSHOT =
      "whether the whole stream reads one snapshot, taken at the latest when the first record is read";

  @RuleTest(
      value = "7.11",
      check = {SNAPSHOT, "whether writes wait until the stream is closed; they must not"})
  static void anExportIsOfOneMomentWhileWritingGoesOn(Bench bench) {
    Dumps.fill(bench);
    List<SnapshotRecord> before = Dumps.export(bench);
    List<SnapshotRecord> read = new ArrayList<>();
    try (Stream<SnapshotRecord> stream = Dumps.exportable(bench.driver()).export()) {
      Iterator<SnapshotRecord> records = stream.iterator();
      read.add(records.next());
      bench
          .atOnce(
              () -> bench.any("six"),
              () -> bench.specific("plain", "10.0.0.9"),
              () -> bench.release("plain", "10.0.0.12"),
              () -> bench.subnet("later", "192.0.2.0/24"))
          .forEach(Outcome::value);
      records.forEachRemaining(read::add);
    }
    bench.equal("the records of an export that was open while others wrote", before, read);
    bench.require(
        !Dumps.export(bench).equals(before), "the next export has what was written", "it has not");
  }

  @RuleTest(
      value = "7.12",
      check = {
        "whether every kind of record is exported: scopes, pools, subnets, passes, what is spent,"
            + " allocations, rests, keys, and the token mark first",
        "whether an allocation is exported with all its fields"
      })
  static void anExportHoldsWhatLaterAnswersDependOn(Bench bench) {
    Dumps.fill(bench);
    List<SnapshotRecord> records = Dumps.export(bench);
    long highest = 0;
    try (Stream<Subnet> subnets = bench.driver().subnets()) {
      for (Subnet subnet : subnets.toList()) {
        present(
            bench,
            records,
            "the definition of subnet " + subnet.id(),
            each -> each instanceof SubnetRecord it && it.subnet().equals(subnet));
        for (Allocation held : bench.held(subnet.id())) {
          present(bench, records, "allocation " + held, new AllocationRecord(held)::equals);
          highest = Math.max(highest, held.token());
        }
      }
    }
    long mark = records.get(0) instanceof TokenMark first ? first.token() : -1;
    bench.require(
        mark >= 0 && (mark >= highest || !bench.has(Capability.TOKENS)),
        "the first record is the token mark, at least the highest token " + highest,
        "it is " + records.get(0));
    if (bench.has(Capability.POLICIES)) {
      present(bench, records, "the pass of plain", each -> isPass(each, "plain"));
    }
    if (bench.has(Capability.POOLS)) {
      present(bench, records, "the pool", PoolRecord.class::isInstance);
    }
    if (bench.has(Capability.SCOPES)) {
      present(bench, records, "the scope", ScopeRecord.class::isInstance);
    }
    if (bench.has(Capability.REST)) {
      present(bench, records, "what rests in rests", RestRecord.class::isInstance);
    }
    if (bench.has(Capability.KEYS)) {
      present(bench, records, "the key", KeyRecord.class::isInstance);
    }
  }

  private static boolean isPass(SnapshotRecord record, String subnet) {
    return record instanceof PassRecord pass && pass.subnetId().equals(subnet);
  }

  private static void present(
      Bench bench, List<SnapshotRecord> records, String what, Predicate<SnapshotRecord> test) {
    bench.require(
        records.stream().anyMatch(test), "the export holds " + what, "it is not in " + records);
  }

  @RuleTest(
      value = "7.13",
      check = {
        "whether the records come in the order that SnapshotRecord defines",
        "whether anything depends on how the state came about: the order of writing, a restart"
      })
  static void equalStatesExportEqualRecords(Bench bench) {
    Dumps.fill(bench);
    List<SnapshotRecord> first = Dumps.export(bench);
    SnapshotCheck order = new SnapshotCheck();
    first.forEach(order::accept);
    order.end();
    bench.equal("a second export of the same state", first, Dumps.export(bench));
    bench.reopen();
    bench.equal("an export after reopening", first, Dumps.export(bench));
    bench.refused(
        "AddressAlreadyAllocated",
        "an allocation that is refused",
        () -> bench.specific("plain", "10.0.0.12"));
    bench.equal(
        "an export after a refusal, but for the token mark",
        withoutMark(first),
        withoutMark(Dumps.export(bench)));
  }

  private static List<SnapshotRecord> withoutMark(List<SnapshotRecord> records) {
    return records.stream().filter(each -> !(each instanceof TokenMark)).toList();
  }

  @RuleTest(
      value = "7.14",
      check = {
        "which records differ: the part of the state that they stand for is not imported, or is"
            + " changed on the way",
        "whether times are cut and rests are counted anew"
      })
  static void anImportOfAnExportExportsTheSame(Bench bench) {
    Dumps.fill(bench);
    List<SnapshotRecord> origin = Dumps.export(bench);
    Dumps.onAnother(
        bench,
        copy -> {
          Dumps.load(copy, origin);
          List<SnapshotRecord> again = Dumps.export(copy);
          for (SnapshotRecord record : origin) {
            bench.require(again.contains(record), "the copy exports " + record, "it does not");
          }
          bench.equal("the export of the copy", origin, again);
        });
  }

  @RuleTest(
      value = "7.15",
      check = {
        "whether the position of the pass, what is spent and what rests are imported",
        "whether the free space of an imported subnet is built from its allocations"
      })
  static void aCopyAnswersAsTheOriginWould(Bench bench) {
    Dumps.fill(bench);
    List<SnapshotRecord> origin = Dumps.export(bench);
    Dumps.onAnother(
        bench,
        copy -> {
          Dumps.load(copy, origin);
          for (String subnet : ids(bench.driver())) {
            for (int i = 0; i < 6; i++) {
              same(bench, copy, subnet, i);
            }
          }
          bench.advance(300_000);
          for (String subnet : ids(bench.driver())) {
            for (int i = 0; i < 14; i++) {
              same(bench, copy, subnet, 1);
            }
            bench.equal(
                "the usage of " + subnet + " in the copy",
                bench.driver().usage(subnet),
                copy.usage(subnet));
          }
        });
  }

  private static List<String> ids(IpamDriver driver) {
    try (Stream<Subnet> subnets = driver.subnets()) {
      return subnets.map(Subnet::id).toList();
    }
  }

  /** Takes an address in both, and gives it back every third time. */
  private static void same(Bench bench, IpamDriver copy, String subnet, int turn) {
    Object here = next(bench.driver(), subnet);
    Object there = next(copy, subnet);
    boolean named = bench.has(Capability.POLICIES) || !(here instanceof IpAddress);
    if (named) {
      bench.equal("the next address of " + subnet + " in the copy", here, there);
    } else {
      bench.equal("whether the copy has an address", true, there instanceof IpAddress);
    }
    if (turn % 3 == 2 && here instanceof IpAddress mine && there instanceof IpAddress its) {
      bench.release(subnet, mine);
      copy.release(ReleaseRequest.of(subnet, its));
    }
  }

  private static Object next(IpamDriver driver, String subnet) {
    try {
      return Objects.requireNonNull(driver.allocate(Make.any(subnet)).get(0)).address();
    } catch (NoAddressAvailableException e) {
      return "none, " + e.resting() + " resting until " + e.earliest();
    }
  }
}
