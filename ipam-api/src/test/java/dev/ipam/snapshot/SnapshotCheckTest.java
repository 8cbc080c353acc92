package dev.ipam.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.InvalidDumpException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.BoundKey;
import dev.ipam.request.RequestKind;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.KeyRecord;
import dev.ipam.snapshot.SnapshotRecord.PassRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SpentRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SnapshotCheckTest {
  private static final String PRINT = "0123456789abcdef0123456789abcdef";
  private static final SnapshotRecord MARK = new TokenMark(100);
  private static final SnapshotRecord SUBNET = subnet("s", "10.0.0.0/24", null);
  private static final SnapshotRecord POOL = pool("p", null, "10.0.0.0/16");

  @Test
  void acceptsEveryKindInOrder() {
    SnapshotCheck check = new SnapshotCheck();
    List<SnapshotRecord> records =
        List.of(
            MARK,
            scope("a"),
            scope("b"),
            pool("p", "a", "10.0.0.0/16"),
            pool("q", "b", "10.0.0.0/16"),
            pool("r", null, "10.0.0.0/16"),
            subnet("s", "10.0.0.0/24", "p"),
            new PassRecord("s", ip("10.0.0.10")),
            new SpentRecord("s", List.of(range("10.0.0.11", "10.0.0.12"))),
            held("s", "10.0.0.1", 100),
            new RestRecord("s", ip("10.0.0.2"), Instant.ofEpochMilli(5)),
            held("s", "10.0.0.3", 1),
            subnet("t", "10.0.1.0/24", "p"),
            new KeyRecord(new BoundKey("k", PRINT), List.of(2, 1)));
    records.forEach(check::accept);
    check.end();

    assertThat(check.records()).isEqualTo(records.size());
  }

  @Test
  void refusesWhatHasNoMarkOrTwo() {
    refused("record 1", "must come first", SUBNET);
    refused("record 2", "must come first", MARK, MARK);
    assertThatThrownBy(() -> new SnapshotCheck().end())
        .isInstanceOf(InvalidDumpException.class)
        .hasMessageContaining("token mark is missing");
  }

  @Test
  void refusesAnyOtherOrder() {
    refused("record 3", "not in the order of ids", MARK, scope("b"), scope("a"));
    refused("record 3", "comes twice", MARK, scope("a"), scope("a"));
    refused("record 3", "must come before", MARK, POOL, scope("a"));
    refused("record 3", "must come before", MARK, SUBNET, POOL);
    refused("record 3", "comes twice", MARK, key("k"), key("k"));
    refused("record 3", "must come before", MARK, key("k"), SUBNET);
    refused(
        "record 4",
        "not in the order of addresses",
        MARK,
        SUBNET,
        held("s", "10.0.0.10", 1),
        held("s", "10.0.0.9", 2));
    refused(
        "record 4",
        "comes twice",
        MARK,
        SUBNET,
        held("s", "10.0.0.9", 1),
        new RestRecord("s", ip("10.0.0.9"), Instant.EPOCH));
    refused("record 3", "whose record is not before", MARK, SUBNET, held("t", "10.0.0.9", 1));
    refused(
        "record 4", "whose record is not before", MARK, SUBNET, key("k"), held("s", "10.0.0.9", 1));
  }

  @Test
  void ordersIdsByCodePointAndNotByUtf16() {
    SnapshotCheck check = new SnapshotCheck();
    check.accept(MARK);
    check.accept(scope("\uFFFD"));
    check.accept(scope("\uD83D\uDE00"));

    assertThat(SnapshotCheck.BY_CODE_POINT.compare("\uFFFD", "\uD83D\uDE00")).isNegative();
    assertThat("\uFFFD".compareTo("\uD83D\uDE00")).isPositive();
  }

  @Test
  void refusesPlansThatCreationWouldRefuse() {
    refused("record 2", "unknown scope \"a\"", MARK, pool("p", "a", "10.0.0.0/16"));
    refused("record 3", "scope's family", MARK, scope("a"), pool("p", "a", "fd00::/48"));
    refused(
        "record 4",
        "prefix 10.0.1.0/24 of pool \"q\" overlaps 10.0.0.0/16 of pool \"p\"",
        MARK,
        scope("a"),
        pool("p", "a", "10.0.0.0/16"),
        pool("q", "a", "10.0.1.0/24"));
    refused(
        "record 4",
        "overlaps 10.0.1.0/24",
        MARK,
        scope("a"),
        pool("p", "a", "10.0.1.0/24"),
        pool("q", "a", "10.0.0.0/16"));
    refused("record 2", "unknown pool \"p\"", MARK, subnet("s", "10.0.0.0/24", "p"));
    refused("record 3", "is not in its pool", MARK, POOL, subnet("s", "11.0.0.0/24", "p"));
    refused("record 3", "is not in its pool", MARK, POOL, subnet("s", "10.0.0.0/8", "p"));
    refused(
        "record 4",
        "overlaps 10.0.0.0/24 of subnet \"s\"",
        MARK,
        POOL,
        subnet("s", "10.0.0.0/24", "p"),
        subnet("t", "10.0.0.0/23", "p"));
  }

  @Test
  void refusesAllocationsThatNobodyCouldHold() {
    refused("record 3", "no address that subnet", MARK, SUBNET, held("s", "10.0.1.1", 1));
    refused("record 3", "no address that subnet", MARK, SUBNET, held("s", "10.0.0.0", 1));
    refused("record 3", "no address that subnet", MARK, SUBNET, held("s", "10.0.0.255", 1));
    refused("record 3", "no address that subnet", MARK, SUBNET, held("s", "fd00::1", 1));
    refused("record 3", "above the token mark 100", MARK, SUBNET, held("s", "10.0.0.1", 101));
    SnapshotRecord restless = subnet("s", "10.0.0.0/24", null, Duration.ZERO, true);
    refused(
        "record 3",
        "without rest time",
        MARK,
        restless,
        new RestRecord("s", ip("10.0.0.9"), Instant.EPOCH));
  }

  @Test
  void refusesPassesThatCannotBe() {
    SnapshotRecord pass = new PassRecord("s", ip("10.0.0.10"));
    refused("record 3", "none of the subnet's pools", MARK, SUBNET, pass("10.0.0.1"));
    refused("record 4", "comes too late", MARK, SUBNET, held("s", "10.0.0.9", 1), pass);
    refused("record 4", "comes too late", MARK, SUBNET, pass, pass);
    refused("record 4", "comes too late", MARK, SUBNET, spent("10.0.0.9", "10.0.0.9"), pass);
    refused("record 4", "not above", MARK, SUBNET, pass, spent("10.0.0.10", "10.0.0.11"));
    refused("record 3", "not in the subnet's pools", MARK, SUBNET, spent("10.0.0.1", "10.0.0.3"));
    refused(
        "record 3", "not in the subnet's pools", MARK, SUBNET, spent("10.0.0.254", "10.0.0.255"));
    refused(
        "record 3",
        "adjoins",
        MARK,
        SUBNET,
        new SpentRecord(
            "s", List.of(range("10.0.0.11", "10.0.0.12"), range("10.0.0.13", "10.0.0.14"))));
    refused(
        "record 4",
        "comes too late",
        MARK,
        SUBNET,
        spent("10.0.0.20", "10.0.0.20"),
        spent("10.0.0.30", "10.0.0.30"));
    SnapshotRecord lowest = subnet("s", "10.0.0.0/24", null, Duration.ZERO, false);
    refused("record 3", "not sequential", MARK, lowest, pass);
    refused("record 3", "not sequential", MARK, lowest, spent("10.0.0.20", "10.0.0.20"));
    refused(
        "record 3",
        "65536",
        MARK,
        subnet("s", "10.0.0.0/8", null),
        spent("10.0.1.0", "10.1.0.255"));
  }

  @Test
  void takesFullSpentRecordsOneAfterAnother() {
    SnapshotCheck check = new SnapshotCheck();
    check.accept(MARK);
    check.accept(subnet("s", "10.0.0.0/16", null));
    List<AddressRange> ranges = new ArrayList<>();
    IntStream.range(0, 300)
        .mapToObj(i -> ip("10.0.0.2").plus(2L * i))
        .forEach(address -> ranges.add(new AddressRange(address, address)));
    check.accept(new SpentRecord("s", ranges.subList(0, 256)));
    check.accept(new SpentRecord("s", ranges.subList(256, 300)));

    assertThat(check.records()).isEqualTo(4);
  }

  private static void refused(String position, String reason, SnapshotRecord... records) {
    SnapshotCheck check = new SnapshotCheck();
    for (int i = 0; i < records.length - 1; i++) {
      check.accept(records[i]);
    }
    assertThatThrownBy(() -> check.accept(records[records.length - 1]))
        .isInstanceOfSatisfying(
            InvalidDumpException.class,
            e -> {
              assertThat(e.position()).isEqualTo(position);
              assertThat(e.reason()).contains(reason);
            });
  }

  private static SnapshotRecord scope(String id) {
    return new ScopeRecord(new AddressScope(id, "default", IpFamily.IPV4, false));
  }

  private static SnapshotRecord pool(String id, String scope, String prefix) {
    return new PoolRecord(
        SubnetPool.of(SubnetPoolRequest.of(id, Cidr.parse(prefix)).withScopeId(scope)));
  }

  private static SnapshotRecord subnet(String id, String cidr, String poolId) {
    return subnet(id, cidr, poolId, Duration.ofMinutes(1), true);
  }

  private static SnapshotRecord subnet(
      String id, String cidr, String poolId, Duration rest, boolean sequential) {
    Subnet made = Subnet.of(SubnetRequest.of(id, Cidr.parse(cidr)));
    return new SubnetRecord(
        new Subnet(
            id,
            "default",
            made.cidr(),
            made.gateway(),
            made.pools(),
            true,
            sequential ? AllocationPolicy.SEQUENTIAL : AllocationPolicy.LOWEST,
            rest,
            poolId),
        null);
  }

  private static SnapshotRecord held(String subnet, String address, long token) {
    return new AllocationRecord(
        new Allocation(
            subnet,
            ip(address),
            null,
            Instant.EPOCH,
            RequestKind.ANY,
            token,
            null,
            AllocationContext.NONE));
  }

  private static SnapshotRecord key(String key) {
    return new KeyRecord(new BoundKey(key, PRINT), List.of(1));
  }

  private static SnapshotRecord pass(String address) {
    return new PassRecord("s", ip(address));
  }

  private static SnapshotRecord spent(String first, String last) {
    return new SpentRecord("s", List.of(range(first, last)));
  }

  private static IpAddress ip(String text) {
    return IpAddress.parse(text);
  }

  private static AddressRange range(String first, String last) {
    return new AddressRange(ip(first), ip(last));
  }
}
