package dev.ipam.builtin.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.builtin.index.UInt128;
import dev.ipam.builtin.store.KeyRecord.Operation;
import dev.ipam.builtin.store.KeyRecord.Part;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.RequestKind;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.CheckReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The deep check of a store in memory finds each fault that the driver could make in it. */
class MemoryCheckTest {
  private static final IpAddress ADDRESS = IpAddress.parse("10.0.0.7");
  private static final Cidr OTHER = Cidr.parse("10.9.0.0/24");

  private static final StoredSubnet SUBNET = stored(1, "a", true);
  private static final StoredSubnet PLAIN = stored(2, "p", false);

  private static StoredSubnet stored(long number, String id, boolean sequential) {
    SubnetRequest request = SubnetRequest.of(id, "10.0.0.0/24");
    if (!sequential) {
      request = request.withPolicy(AllocationPolicy.LOWEST).withRest(Duration.ofSeconds(5));
    }
    return new StoredSubnet(number, Subnet.of((SpecificSubnetRequest) request), null);
  }

  private static Allocation held(IpAddress address, String owner, long token, long millis) {
    return new Allocation(
        "a",
        address,
        owner,
        Instant.ofEpochMilli(millis),
        RequestKind.ANY,
        token,
        "k",
        AllocationContext.NONE);
  }

  /** A store in which all is well. */
  private static MemoryTables sound() {
    MemoryTables tables = new MemoryTables(new MemoryHome(), ChangeRetention.NONE);
    tables.addSubnet(SUBNET);
    tables.addSubnet(PLAIN);
    tables.putAllocation(SUBNET, held(ADDRESS, "me", 3, 1_000));
    tables.rests().put(PLAIN, 0, 9, 6_000);
    tables.passes().putSpent(SUBNET, 0, 20);
    Part part = new Part(1, "a", 1, 0);
    tables.keys().put("k", new KeyRecord("f", Operation.ALLOCATE, List.of(part)));
    tables.keys().putResults("k", List.of(ADDRESS));
    tables.setMarks(new Marks(3, 2, 1_000));
    tables.commit();
    return tables;
  }

  private static final Map<String, Consumer<MemoryContent>> FAULTS = new LinkedHashMap<>();

  private static void rows(MemoryContent at, StoredSubnet of, SubnetRows rows) {
    at.rows = at.rows.put(of.number(), rows);
  }

  private static void hold(MemoryContent at, IpAddress key, Allocation allocation) {
    rows(at, SUBNET, at.rows(1).withAllocations(at.rows(1).allocations().put(key, allocation)));
  }

  static {
    FAULTS.put("is not found by its CIDR", at -> at.byCidr = at.byCidr.remove(cidr()));
    FAULTS.put(
        "has another CIDR",
        at -> {
          SortedTree<String, Boolean> ids = SortedTree.by(CodePoints.ORDER);
          at.byCidr = at.byCidr.put(OTHER, ids.put("a", true));
        });
    FAULTS.put("its number is above the mark", at -> at.marks = new Marks(3, 1, 1_000));
    FAULTS.put("its token is above the mark", at -> at.marks = new Marks(2, 2, 1_000));
    FAULTS.put("it is later than the store", at -> at.marks = new Marks(3, 2, 999));
    FAULTS.put(
        "its number is another subnet's too",
        at -> at.subnets = at.subnets.put("p", stored(1, "p", false)));
    FAULTS.put("its rows are missing", at -> at.rows = at.rows.remove(2L));
    FAULTS.put("they are of no subnet", at -> at.rows = at.rows.put(7L, SubnetRows.NONE));
    FAULTS.put("against its policy", at -> rows(at, SUBNET, at.rows(1).ofRemoved()));
    FAULTS.put("it has no passes", at -> rows(at, PLAIN, at.rows(2).withSpent(at.rows(1).spent())));
    FAULTS.put(
        "what is spent is outside",
        at ->
            rows(at, SUBNET, at.rows(1).withSpent(at.rows(1).spent().put(UInt128.of(256), true))));
    FAULTS.put(
        "of another address or subnet",
        at -> hold(at, ADDRESS, held(ADDRESS.plus(1), "me", 3, 1_000)));
    FAULTS.put("it is not found by its owner", at -> at.owners = at.owners.remove("me"));
    FAULTS.put(
        "what it points to is not there", at -> hold(at, ADDRESS, held(ADDRESS, "you", 3, 1_000)));
    FAULTS.put("its key is missing", at -> at.keys = at.keys.remove("k"));
    FAULTS.put(
        "lets no address rest", at -> rows(at, SUBNET, at.rows(1).withRests(at.rows(2).rests())));
    FAULTS.put(
        "its address is allocated",
        at ->
            rows(
                at,
                PLAIN,
                at.rows(2)
                    .withAllocations(
                        at.rows(2)
                            .allocations()
                            .put(IpAddress.parse("10.0.0.9"), held(ADDRESS, "me", 3, 1_000)))));
    FAULTS.put(
        "it is outside of its subnet",
        at -> rows(at, PLAIN, at.rows(2).withRests(at.rows(2).rests().put(UInt128.of(256), 9L))));
    FAULTS.put(
        "their pool is missing",
        at -> {
          SortedTree<Cidr, PoolBlock> none = SortedTree.natural();
          at.blocks = at.blocks.put("pool", none.put(cidr(), new PoolBlock(cidr(), "a", "x")));
        });
    FAULTS.put(
        "its results are not as many",
        at -> at.results = at.results.put("k", List.of(ADDRESS, ADDRESS.plus(1))));
    FAULTS.put(
        "not as many addresses are held under it",
        at -> at.results = at.results.put("k", List.of(ADDRESS.plus(1))));
    FAULTS.put("results of no key", at -> at.results = at.results.put("none", List.of(ADDRESS)));
    FAULTS.put(
        "it is of no subnet",
        at -> {
          Part part = new Part(8, "gone", 1, 0);
          at.keys = at.keys.put("dead", new KeyRecord("f", Operation.ALLOCATE, List.of(part)));
        });
  }

  private static Cidr cidr() {
    return SUBNET.subnet().cidr();
  }

  static Stream<String> faults() {
    return FAULTS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void eachFaultIsFoundAndNothingElseWithoutIt(String problem) {
    MemoryTables tables = sound();
    List<String> found = new ArrayList<>();
    CheckReport before = tables.reads().check(each -> found.add(each.toString()));
    assertThat(found).isEmpty();
    assertThat(before.records()).isPositive();

    MemoryContent content = tables.home().shown().copy();
    FAULTS.get(problem).accept(content);
    tables.home().show(content);

    CheckReport after = tables.reads().check(each -> found.add(each.toString()));
    assertThat(found).anyMatch(each -> each.contains(problem)).hasSize((int) after.problems());
    assertThat(after.isSound()).isFalse();
  }
}
