package dev.ipam.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.DriverRegistry;
import dev.ipam.error.InvalidDumpException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.RequestKind;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.SpentRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.AuthorityState.Unused;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.ImportSession;
import dev.ipam.spi.IpamDriverProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Neutron's own migration did with recorded rows: the same come out, built-in to reference.
 * What it died of, or took although no store of ours could hold it, is refused by row (7.20), and
 * changes nothing.
 */
class RecordedMigrationsTest {
  private static final List<String> REFUSED_HERE = List.of("migrate-outside-subnet-0001");

  @TempDir Path directory;

  static Stream<Vector> vectors() throws IOException {
    return Vector.all().stream();
  }

  private OpenedStore open(String driver) {
    IpamDriverProvider provider =
        DriverRegistry.load(RecordedMigrationsTest.class.getClassLoader()).choose(driver);
    Map<String, String> settings = new HashMap<>();
    provider.settings().stream()
        .filter(setting -> setting.defaultValue() != null)
        .forEach(setting -> settings.put(setting.key(), setting.defaultValue()));
    settings.putAll(provider.scratchStore(directory));
    return new OpenedStore(
        driver, provider.open(new DriverContext(settings, true, Clock.systemUTC(), new Random(1))));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void comesOutWithTheSameCounts(Vector vector) {
    OpenedStore builtin = open("builtin");
    OpenedStore reference = open("reference");
    try {
      List<SnapshotRecord> records = records(vector);
      if (vector.crashed() || REFUSED_HERE.contains(vector.id())) {
        assertThatExceptionOfType(InvalidDumpException.class)
            .isThrownBy(() -> load(builtin, records))
            .satisfies(e -> assertThat(e.position()).matches("record [2-9]"));
        assertThat(Records.isEmpty(builtin)).isTrue();
        return;
      }
      load(builtin, records);
      prepare(vector, builtin, reference);
      for (int run = 0; run < ("migrate-twice-0001".equals(vector.id()) ? 2 : 1); run++) {
        new StoreMigrator()
            .migrate(builtin, reference, MigrationOptions.OFFLINE, MigrationListener.NONE);
        assertThat(count(reference, SubnetRecord.class))
            .isEqualTo(vector.after("reference_subnets"));
        assertThat(count(reference, AllocationRecord.class))
            .isEqualTo(vector.after("reference_allocations"));
        assertThat(pools(reference)).isEqualTo(vector.after("reference_pools"));
      }
      assertThat(TwoStores.records(reference)).isEqualTo(TwoStores.records(builtin));
    } finally {
      builtin.driver().close();
      reference.driver().close();
    }
  }

  /** Rows that the target has from before are of a store that retired. */
  private static void prepare(Vector vector, OpenedStore builtin, OpenedStore reference) {
    if (vector.rows("stale_reference_rows").isEmpty()) {
      Authority.activateUnused(builtin.driver());
      return;
    }
    Authority.activateUnused(reference.driver());
    reference.driver().createSubnet(SubnetRequest.of("s1", "10.0.0.0/24"));
    reference.driver().createSubnet(SubnetRequest.of("gone", "10.9.9.0/24"));
    reference.driver().allocate(AllocationRequest.specific("s1", IpAddress.parse("10.0.0.77")));
    reference.driver().allocate(AllocationRequest.specific("gone", IpAddress.parse("10.9.9.9")));
    reference.authority().change(new Active(1), new Retired(1, builtin.ref(), null));
    builtin.authority().change(new Unused(), new Active(2));
  }

  private static void load(OpenedStore store, List<SnapshotRecord> records) {
    try (ImportSession session = Records.exportable(store).beginImport()) {
      session.add(records);
      session.commit();
    }
  }

  private static List<SnapshotRecord> records(Vector vector) {
    Map<String, TreeMap<IpAddress, Allocation>> held = new TreeMap<>();
    long token = 0;
    for (Map<String, Object> row : vector.rows("allocations")) {
      IpAddress address = IpAddress.parse((String) row.get("address"));
      String subnet = (String) row.get("subnet");
      held.computeIfAbsent(subnet, id -> new TreeMap<>())
          .put(
              address,
              new Allocation(
                  subnet,
                  address,
                  null,
                  Instant.EPOCH,
                  RequestKind.ANY,
                  ++token,
                  null,
                  AllocationContext.NONE));
    }
    List<SnapshotRecord> records = new ArrayList<>(List.of(new TokenMark(token)));
    Map<String, List<AddressRange>> pools = new TreeMap<>();
    for (Map<String, Object> row : vector.rows("pools")) {
      AddressRange range =
          new AddressRange(
              IpAddress.parse((String) row.get("first")),
              IpAddress.parse((String) row.get("last")));
      pools.computeIfAbsent(String.valueOf(row.get("subnet")), id -> new ArrayList<>()).add(range);
    }
    for (Map<String, Object> row : vector.rows("subnets")) {
      String id = (String) row.get("id");
      List<AddressRange> own = new ArrayList<>(pools.getOrDefault(id, List.of()));
      pools.remove(id);
      own.sort((a, b) -> a.first().compareTo(b.first()));
      records.add(new SubnetRecord(subnet(id, (String) row.get("cidr"), own), null));
      held.getOrDefault(id, new TreeMap<>())
          .values()
          .forEach(allocation -> records.add(new AllocationRecord(allocation)));
    }
    // A pool of no subnet cannot be said otherwise.
    pools.forEach((id, orphans) -> records.add(new SpentRecord(id, orphans)));
    return records;
  }

  private static Subnet subnet(String id, String cidr, List<AddressRange> pools) {
    return new Subnet(
        id,
        "default",
        Cidr.parse(cidr),
        null,
        pools,
        false,
        AllocationPolicy.SEQUENTIAL,
        Duration.ZERO,
        null);
  }

  private static long count(OpenedStore store, Class<?> type) {
    return TwoStores.records(store).stream().filter(type::isInstance).count();
  }

  private static long pools(OpenedStore store) {
    try (Stream<Subnet> subnets = store.driver().subnets()) {
      return subnets.mapToLong(subnet -> subnet.pools().size()).sum();
    }
  }
}
