package dev.ipam.migration.dump;

import dev.ipam.net.AddressRange;
import dev.ipam.net.AllocationPools;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.net.MacAddress;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.BoundKey;
import dev.ipam.request.RequestKind;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.snapshot.SnapshotCheck;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.KeyRecord;
import dev.ipam.snapshot.SnapshotRecord.PassRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SpentRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;

/** Snapshots that a store could hold, from a seed, with all that is odd about texts and numbers. */
final class RandomSnapshots {
  private static final String[] PIECES = {
    "a", "Z", "0", "-", "\"", "\\", "/", "é", "\uFFFD", "\uD83D\uDE00", "中", " ", "{", ",", "~"
  };

  private final Random random;
  private final List<SnapshotRecord> records = new ArrayList<>();
  private final TreeSet<String> keys = new TreeSet<>(SnapshotCheck.BY_CODE_POINT);
  private long token;

  private RandomSnapshots(long seed) {
    random = new Random(seed);
  }

  static List<SnapshotRecord> of(long seed) {
    return new RandomSnapshots(seed).make();
  }

  private List<SnapshotRecord> make() {
    NavigableSet<String> scopes = ids(3);
    for (String id : scopes) {
      IpFamily family = random.nextBoolean() ? IpFamily.IPV4 : IpFamily.IPV6;
      records.add(new ScopeRecord(new AddressScope(id, text(), family, random.nextBoolean())));
    }
    int octet = 0;
    for (String id : ids(3)) {
      octet++;
      records.add(new PoolRecord(pool(id, octet)));
    }
    for (String id : ids(5)) {
      subnet(id);
    }
    for (String key : keys) {
      List<Integer> counts = random.ints(1 + random.nextInt(3), 1, 5).boxed().toList();
      records.add(new KeyRecord(new BoundKey(key, fingerprint()), counts));
    }
    records.add(0, new TokenMark(token + random.nextInt(3)));
    return records;
  }

  private SubnetPool pool(String id, int octet) {
    return new SubnetPool(
        id,
        text(),
        List.of(Cidr.parse("10." + octet + ".0.0/16"), Cidr.parse("172.16." + octet + ".0/24")),
        16,
        32,
        24,
        random.nextBoolean() ? null : new BigInteger(200, random).add(BigInteger.ONE),
        null,
        random.nextBoolean());
  }

  private void subnet(String id) {
    boolean ipv4 = random.nextBoolean();
    Cidr cidr = Cidr.parse(ipv4 ? "192.168.0.0/22" : "2001:db8::/64");
    IpAddress gateway = random.nextInt(3) == 0 ? null : cidr.first().plus(1);
    boolean generated = random.nextBoolean();
    List<AddressRange> pools =
        generated
            ? AllocationPools.generate(cidr, gateway)
            : List.of(
                new AddressRange(cidr.first().plus(10), cidr.first().plus(99)),
                new AddressRange(cidr.first().plus(100), cidr.first().plus(900)));
    AllocationPolicy policy = List.of(AllocationPolicy.values()).get(random.nextInt(3));
    Duration rest = random.nextBoolean() ? Duration.ZERO : Duration.ofMillis(random.nextInt());
    if (rest.isNegative()) {
      rest = rest.negated();
    }
    Subnet subnet = new Subnet(id, text(), cidr, gateway, pools, generated, policy, rest, null);
    BoundKey creation = random.nextBoolean() ? null : new BoundKey(text(), fingerprint());
    records.add(new SubnetRecord(subnet, creation));
    if (policy == AllocationPolicy.SEQUENTIAL) {
      pass(subnet);
    }
    addresses(subnet);
  }

  private void pass(Subnet subnet) {
    IpAddress base = subnet.cidr().first();
    if (random.nextBoolean()) {
      records.add(new PassRecord(subnet.id(), base.plus(20)));
    }
    List<AddressRange> spent = new ArrayList<>();
    int count = random.nextInt(400);
    for (int i = 0; i < count; i++) {
      spent.add(new AddressRange(base.plus(30 + 2L * i), base.plus(30 + 2L * i)));
    }
    for (int i = 0; i < count; i += SpentRecord.FULL) {
      records.add(
          new SpentRecord(subnet.id(), spent.subList(i, Math.min(count, i + SpentRecord.FULL))));
    }
  }

  private void addresses(Subnet subnet) {
    int count = random.nextInt(random.nextInt(20) == 0 ? 900 : 8);
    for (int i = 0; i < count; i++) {
      IpAddress address = subnet.cidr().first().plus(1 + i);
      if (subnet.rest().isZero() || random.nextInt(4) > 0) {
        records.add(new AllocationRecord(allocation(subnet.id(), address)));
      } else {
        Instant until = Instant.ofEpochMilli(random.nextLong() >> random.nextInt(40));
        records.add(new RestRecord(subnet.id(), address, until));
      }
    }
  }

  private Allocation allocation(String subnetId, IpAddress address) {
    token += 1 + random.nextInt(5);
    String key = random.nextBoolean() ? null : text();
    if (key != null) {
      keys.add(key);
    }
    AllocationContext context =
        random.nextBoolean()
            ? AllocationContext.NONE
            : new AllocationContext(
                optional(),
                optional(),
                optional(),
                optional(),
                random.nextBoolean() ? null : MacAddress.parse("00:16:3e:11:22:33"),
                optional());
    return new Allocation(
        subnetId,
        address,
        optional(),
        Instant.ofEpochMilli(random.nextLong() >> random.nextInt(40)),
        List.of(RequestKind.values()).get(random.nextInt(6)),
        token,
        key,
        context);
  }

  private NavigableSet<String> ids(int most) {
    TreeSet<String> ids = new TreeSet<>(SnapshotCheck.BY_CODE_POINT);
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      ids.add(text());
    }
    return ids;
  }

  private String optional() {
    return random.nextBoolean() ? null : text();
  }

  /** No white space at the ends. */
  private String text() {
    StringBuilder text = new StringBuilder("x");
    for (int i = random.nextInt(random.nextInt(10) == 0 ? 120 : 6); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.append('.').toString();
  }

  private String fingerprint() {
    return String.format("%016x%016x", random.nextLong(), random.nextLong());
  }
}
