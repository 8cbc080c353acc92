package dev.ipam.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.error.MigrationRefusedException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.BoundKey;
import dev.ipam.request.RequestKind;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.KeyRecord;
import dev.ipam.snapshot.SnapshotRecord.PassRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SpentRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Loading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every field of every kind of record is changed in the target, and every change is found. */
class VerificationTest {
  @TempDir Path directory;
  private TwoStores stores;

  @BeforeEach
  void copy() {
    stores = TwoStores.in(directory);
    stores.activate(stores.one());
    Content.fill(stores.one().driver());
    stores.two().authority().change(stores.stateOf(stores.two()), loading());
    Import.run(stores.one(), stores.two(), MigrationListener.NONE);
    assertThat(differences()).isEmpty();
  }

  @AfterEach
  void close() {
    stores.close();
  }

  private Loading loading() {
    return new Loading(stores.one().ref(), 2, null);
  }

  private List<Difference> differences() {
    List<Difference> found = new ArrayList<>();
    Verification.compare(stores.one(), stores.two(), MigrationListener.NONE, found::add);
    return found;
  }

  private void corrupt(Change.Step... steps) {
    List<Change> changes = Stream.of(steps).map(step -> new Change("", step)).toList();
    stores.two().authority().apply(loading(), changes);
    stores.two().authority().apply(loading(), List.of());
  }

  private <R> R any(Class<R> type) {
    return TwoStores.records(stores.one()).stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyFieldOfAnAllocationCounts() {
    Allocation held =
        TwoStores.records(stores.one()).stream()
            .filter(AllocationRecord.class::isInstance)
            .map(record -> ((AllocationRecord) record).allocation())
            .filter(allocation -> allocation.key() == null)
            .findFirst()
            .orElseThrow();
    AllocationContext context = held.context();
    for (Allocation other :
        List.of(
            with(held, "someone", held.allocatedAt().toEpochMilli(), held.kind(), 0, context),
            with(held, held.owner(), 1, held.kind(), 0, context),
            with(
                held,
                held.owner(),
                held.allocatedAt().toEpochMilli(),
                held.kind() == RequestKind.BULK ? RequestKind.ANY : RequestKind.BULK,
                0,
                context),
            with(held, held.owner(), held.allocatedAt().toEpochMilli(), held.kind(), 1, context),
            with(
                held,
                held.owner(),
                held.allocatedAt().toEpochMilli(),
                held.kind(),
                0,
                context.withHostName("another")))) {
      corrupt(new Change.Upsert(new AllocationRecord(other)));
      assertThat(differences())
          .as("%s", other)
          .singleElement()
          .satisfies(
              difference -> {
                assertThat(difference.subject())
                    .isEqualTo(held.address() + " of subnet \"" + held.subnetId() + '"');
                assertThat(difference.right()).contains(other.toString());
              });
      assertThat(SubnetDigest.of(stores.two().driver(), held.subnetId()))
          .isNotEqualTo(SubnetDigest.of(stores.one().driver(), held.subnetId()));
      corrupt(new Change.Upsert(new AllocationRecord(held)));
      assertThat(differences()).isEmpty();
      assertThat(SubnetDigest.of(stores.two().driver(), held.subnetId()))
          .isEqualTo(SubnetDigest.of(stores.one().driver(), held.subnetId()));
    }
    corrupt(new Change.AddressFreed(held.subnetId(), held.address()));
    assertThat(differences()).singleElement().extracting(Difference::right).isNull();
  }

  private static Allocation with(
      Allocation held,
      String owner,
      long millis,
      RequestKind kind,
      long more,
      AllocationContext context) {
    return new Allocation(
        held.subnetId(),
        held.address(),
        owner,
        java.time.Instant.ofEpochMilli(millis),
        kind,
        held.token() + more,
        held.key(),
        context);
  }

  @Test
  void everyOtherKindOfRecordCounts() {
    RestRecord rest = any(RestRecord.class);
    PassRecord pass = any(PassRecord.class);
    PoolRecord pool = any(PoolRecord.class);
    ScopeRecord scope = any(ScopeRecord.class);
    SubnetRecord keyed =
        new SubnetRecord(any(SubnetRecord.class).subnet(), new BoundKey("else", "0".repeat(32)));
    Subnet low = stores.one().driver().subnet("low");
    Subnet moved =
        new Subnet(
            low.id(),
            low.project(),
            low.cidr(),
            null,
            low.pools(),
            false,
            low.policy(),
            low.rest(),
            low.poolId());
    List<Change.Step> steps =
        List.of(
            new Change.Upsert(
                new RestRecord(rest.subnetId(), rest.address(), rest.until().plusMillis(1))),
            new Change.AddressFreed(rest.subnetId(), rest.address()),
            new Change.PassMoved(pass.subnetId(), pass.position().plus(1), null),
            new Change.PassMoved(pass.subnetId(), null, null),
            new Change.Upsert(new PoolRecord(renamed(pool.pool()))),
            new Change.PoolRemoved(pool.pool().id()),
            new Change.Upsert(
                new ScopeRecord(
                    new AddressScope(scope.scope().id(), "another", scope.scope().family(), true))),
            new Change.ScopeRemoved(scope.scope().id()),
            new Change.Upsert(keyed),
            new Change.Upsert(new SubnetRecord(moved, null)),
            new Change.SubnetRemoved("v6"),
            new Change.KeyRemoved(any(KeyRecord.class).bound().key()),
            new Change.Upsert(
                new SpentRecord(
                    "v6",
                    List.of(
                        new AddressRange(
                            IpAddress.parse("2001:db8::ff:1"),
                            IpAddress.parse("2001:db8::ff:9"))))));
    for (Change.Step step : steps) {
      corrupt(step);
      assertThat(differences()).as("%s", step).isNotEmpty();
      Target target = new Target(stores.two(), loading());
      Adjustment adjustment = new Adjustment(target);
      Comparison.run(
          () -> Records.of(stores.one()),
          () -> Records.of(stores.two()),
          MigrationListener.NONE,
          adjustment);
      adjustment.finish();
      if (step instanceof Change.KeyRemoved) {
        // What is held under a key comes with the key: alone it cannot be mended.
        stores.close();
        return;
      }
      assertThat(differences()).as("mended: %s", step).isEmpty();
    }
  }

  private static SubnetPool renamed(SubnetPool pool) {
    return new SubnetPool(
        pool.id(),
        "another",
        pool.prefixes(),
        pool.minPrefixLength(),
        pool.maxPrefixLength(),
        pool.defaultPrefixLength(),
        pool.quota(),
        pool.scopeId(),
        pool.shared());
  }

  @Test
  void aDifferenceAtTheEndStopsTheSwitch() {
    Loading positioned = loading();
    OpenedStore lying = new OpenedStore("two", new Lying(stores.two().driver()).driver());
    assertThatExceptionOfType(MigrationRefusedException.class)
        .isThrownBy(
            () ->
                new StoreMigrator()
                    .migrate(stores.one(), lying, MigrationOptions.OFFLINE, MigrationListener.NONE))
        .satisfies(e -> assertThat(e.reason()).contains("differ in one thing").contains("verify"));
    AuthorityState one = stores.stateOf(stores.one());
    assertThat(one).isEqualTo(new Active(1));
    assertThat(stores.stateOf(stores.two())).isInstanceOf(Loading.class);
    assertThat(positioned.epoch()).isEqualTo(2);
  }
}
