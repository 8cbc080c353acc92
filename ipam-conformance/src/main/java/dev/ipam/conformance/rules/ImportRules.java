package dev.ipam.conformance.rules;

import dev.ipam.error.IpamException;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpFamily;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.KeyRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import dev.ipam.spi.Capability;
import dev.ipam.spi.Exportable;
import dev.ipam.spi.ImportSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rules 7.16 to 7.21: what an import refuses, and what is left of it. */
final class ImportRules {
  private ImportRules() {}

  private static final String CHECKED =
      "whether every record goes through SnapshotCheck, which knows the order and what creation"
          + " would refuse";

  @RuleTest(
      value = "7.16",
      check = "whether beginImport looks for subnets, pools and scopes, and commit once more")
  static void aStoreThatHoldsSomethingIsNotImportedInto(Bench bench) {
    List<SnapshotRecord> empty = Dumps.export(bench);
    Exportable part = Dumps.exportable(bench.driver());
    try (ImportSession session = part.beginImport()) {
      session.add(empty);
    }
    bench.subnet("s", "10.0.0.0/24");
    bench.refusedUnchanged(
        "StoreNotEmpty", "an import into a store with a subnet", () -> part.beginImport());
    bench.driver().removeSubnet("s", false);
    try (ImportSession session = part.beginImport()) {
      session.add(empty);
      bench.subnet("between", "10.0.0.0/24");
      bench.refused("StoreNotEmpty", "commit after a subnet was created", session::commit);
    }
    bench.equal(
        "the CIDR of the subnet that was created meanwhile",
        "10.0.0.0/24",
        bench.driver().subnet("between").cidr().toString());
  }

  @RuleTest(
      value = "7.17",
      check = {
        "whether anything is visible, or stays, before commit",
        "whether close without commit drops what was added, and the next import starts anew"
      })
  static void anImportThatEndsWithoutCommitLeavesNoTrace(Bench bench) {
    List<SnapshotRecord> records = filled(bench);
    Dumps.onAnother(
        bench,
        copy -> {
          List<SnapshotRecord> empty = Dumps.export(copy);
          List<String> before = StoreState.of(copy);
          try (ImportSession session = Dumps.exportable(copy).beginImport()) {
            session.add(records);
            bench.equal("what is seen before commit", before, StoreState.of(copy));
          }
          bench.equal("what is seen after close without commit", before, StoreState.of(copy));
          bench.equal("the export after it", empty, Dumps.export(copy));
          SnapshotRecord bad = records.get(records.size() - 1);
          try (ImportSession session = Dumps.exportable(copy).beginImport()) {
            session.add(records);
            bench.refused("InvalidDump", "the last record twice", () -> session.add(List.of(bad)));
          }
          bench.equal("the export after a failed import", empty, Dumps.export(copy));
          Dumps.load(copy, records);
          bench.equal("the export of an import after all", records, Dumps.export(copy));
        });
  }

  private static List<SnapshotRecord> filled(Bench bench) {
    Dumps.fill(bench);
    return Dumps.export(bench);
  }

  @RuleTest(value = "7.18", check = CHECKED)
  static void recordsInDisorderAreRefused(Bench bench) {
    List<SnapshotRecord> records = filled(bench);
    Map<String, List<SnapshotRecord>> bad = new LinkedHashMap<>();
    bad.put("without the token mark", records.subList(1, records.size()));
    bad.put("with the token mark twice", with(records, 1, records.get(0)));
    bad.put("with no record at all", List.of());
    bad.put("with two subnets in the other order", withTwoSubnetsSwapped(records));
    for (int i = 1; i + 1 < records.size(); i += 3) {
      List<SnapshotRecord> swapped = new ArrayList<>(records);
      swapped.set(i, records.get(i + 1));
      swapped.set(i + 1, records.get(i));
      bad.put("with " + records.get(i) + " behind " + records.get(i + 1), swapped);
      bad.put("with " + records.get(i) + " twice", with(records, i, records.get(i)));
    }
    refuseAll(bench, bad);
  }

  /** The first two, each with all that is in it. */
  private static List<SnapshotRecord> withTwoSubnetsSwapped(List<SnapshotRecord> records) {
    int first = nextSubnet(records, 0);
    int second = nextSubnet(records, first + 1);
    int end = nextSubnet(records, second + 1);
    List<SnapshotRecord> swapped = new ArrayList<>(records.subList(0, first));
    swapped.addAll(records.subList(second, end));
    swapped.addAll(records.subList(first, second));
    swapped.addAll(records.subList(end, records.size()));
    return swapped;
  }

  /** Where the next subnet begins, or the subnets end. */
  private static int nextSubnet(List<SnapshotRecord> records, int from) {
    return IntStream.range(from, records.size())
        .filter(i -> records.get(i) instanceof SubnetRecord || records.get(i) instanceof KeyRecord)
        .findFirst()
        .orElse(records.size());
  }

  private static List<SnapshotRecord> with(
      List<SnapshotRecord> records, int at, SnapshotRecord more) {
    List<SnapshotRecord> all = new ArrayList<>(records);
    all.add(at, more);
    return all;
  }

  /** Each is refused, and the store takes the next import as if nothing had been. */
  private static void refuseAll(Bench bench, Map<String, List<SnapshotRecord>> bad) {
    Dumps.onAnother(
        bench,
        copy -> {
          List<SnapshotRecord> empty = Dumps.export(copy);
          bad.forEach(
              (what, records) -> {
                IpamException error =
                    bench.refused(
                        "InvalidDump",
                        "an import " + what,
                        () -> {
                          Dumps.load(copy, records);
                          return "committed";
                        });
                bench.require(
                    error.fields().get("position") != null && error.fields().get("reason") != null,
                    "InvalidDump says where and what",
                    Words.of(error) + " with " + error.fields());
              });
          bench.equal("the export after all of them", empty, Dumps.export(copy));
        });
  }

  @RuleTest(
      value = "7.20",
      check = {
        CHECKED,
        "whether tokens and keys are compared over the whole import: two allocations with one token"
      })
  static void whatCreationWouldRefuseIsRefused(Bench bench) {
    bench.subnet("a", "10.0.0.0/28");
    Allocation held = bench.specific("a", "10.0.0.5");
    Allocation other = bench.specific("a", "10.0.0.6");
    List<SnapshotRecord> good = Dumps.export(bench);
    Map<String, List<SnapshotRecord>> bad = new LinkedHashMap<>();
    bad.put("of an allocation outside its subnet", moved(good, held, "192.0.2.1", held.token()));
    bad.put("of an allocation of the network address", moved(good, held, "10.0.0.0", held.token()));
    bad.put("of one address twice", moved(good, held, "10.0.0.6", held.token()));
    if (bench.has(Capability.TOKENS)) {
      bad.put("of a token above the mark", moved(good, held, "10.0.0.5", Long.MAX_VALUE));
      bad.put("of one token twice", moved(good, held, "10.0.0.5", other.token()));
    }
    if (bench.has(Capability.SCOPES)) {
      bad.putAll(overlapping(good));
    }
    refuseAll(bench, bad);
  }

  private static List<SnapshotRecord> moved(
      List<SnapshotRecord> records, Allocation held, String address, long token) {
    Allocation changed =
        new Allocation(
            held.subnetId(),
            Make.ip(address),
            held.owner(),
            held.allocatedAt(),
            held.kind(),
            token,
            held.key(),
            held.context());
    return records.stream()
        .map(each -> each.equals(new AllocationRecord(held)) ? new AllocationRecord(changed) : each)
        .toList();
  }

  private static Map<String, List<SnapshotRecord>> overlapping(List<SnapshotRecord> good) {
    ScopeRecord scope = new ScopeRecord(new AddressScope("s", "net", IpFamily.IPV4, false));
    PoolRecord one = pool("p1", "10.0.0.0/16");
    PoolRecord two = pool("p2", "10.0.9.0/24");
    PoolRecord around = pool("p3", "10.0.0.0/8");
    PoolRecord six = pool("p3", "2001:db8::/32");
    SubnetRecord inside =
        new SubnetRecord(Subnet.of(SubnetRequest.of("b", "10.0.0.0/28").withPoolId("p1")), null);
    SubnetRecord overlap =
        new SubnetRecord(Subnet.of(SubnetRequest.of("c", "10.0.0.0/29").withPoolId("p1")), null);
    return Map.of(
        "of pools that overlap in a scope", insert(good, List.of(scope, one, two), List.of()),
        "of a pool around another one in a scope",
            insert(good, List.of(scope, two, around), List.of()),
        "of a pool in a scope of the other family", insert(good, List.of(scope, six), List.of()),
        "of a pool in a scope that is missing", insert(good, List.of(one), List.of()),
        "of a subnet of a pool that is missing", insert(good, List.of(), List.of(inside)),
        "of subnets that overlap in a pool",
            insert(good, List.of(scope, one), List.of(inside, overlap)));
  }

  private static PoolRecord pool(String id, String prefix) {
    return new PoolRecord(
        SubnetPool.of(SubnetPoolRequest.of(id, Cidr.parse(prefix)).withScopeId("s")));
  }

  private static List<SnapshotRecord> insert(
      List<SnapshotRecord> good, List<? extends SnapshotRecord> first, List<SubnetRecord> last) {
    return Stream.of(good.subList(0, 1), first, good.subList(1, good.size()), last)
        .<SnapshotRecord>flatMap(List::stream)
        .toList();
  }

  @RuleTest(
      value = "7.21",
      check = "whether the token mark of the records is kept where it is above the highest token")
  static void tokensGoOnAboveTheMark(Bench bench) {
    bench.subnet("a", "10.0.0.0/28");
    bench.any("a");
    List<SnapshotRecord> records = new ArrayList<>(Dumps.export(bench));
    long mark = ((TokenMark) records.get(0)).token() + 1_000_000;
    records.set(0, new TokenMark(mark));
    Dumps.onAnother(
        bench,
        copy -> {
          Dumps.load(copy, records);
          long next = copy.allocate(Make.any("a")).get(0).token();
          bench.require(
              next > mark, "the first token after an import with mark " + mark, "it is " + next);
          bench.require(
              Dumps.export(copy).get(0) instanceof TokenMark now && now.token() >= next,
              "the mark covers every token that was given out",
              "it is " + Dumps.export(copy).get(0));
        });
  }
}
