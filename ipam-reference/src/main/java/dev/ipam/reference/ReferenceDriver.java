package dev.ipam.reference;

import dev.ipam.error.IpamException;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.db.Database;
import dev.ipam.reference.db.Schema;
import dev.ipam.reference.rows.AllocationRow;
import dev.ipam.reference.rows.HoldersQuery;
import dev.ipam.reference.rows.PoolRow;
import dev.ipam.reference.rows.PoolUse;
import dev.ipam.reference.rows.ScopeRow;
import dev.ipam.reference.rows.SubnetRow;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.PoolUsage;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.RequestFingerprint;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetPoolUpdate;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.TransferRequest;
import dev.ipam.request.Usage;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.AddressLookup;
import dev.ipam.spi.AddressScopes;
import dev.ipam.spi.AllocationTransfer;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.Capability;
import dev.ipam.spi.ChangeFeed;
import dev.ipam.spi.CheckProblem;
import dev.ipam.spi.CheckReport;
import dev.ipam.spi.Checkable;
import dev.ipam.spi.Exportable;
import dev.ipam.spi.ImportSession;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.JdbcTransactions;
import dev.ipam.spi.JoinedTransaction;
import dev.ipam.spi.JointAllocation;
import dev.ipam.spi.OwnerLookup;
import dev.ipam.spi.StoreInfo;
import dev.ipam.spi.SubnetPools;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The reference driver: writes go through the engine, reads past it to what is committed. */
final class ReferenceDriver
    implements IpamDriver,
        OwnerLookup,
        AddressLookup,
        JointAllocation,
        AllocationTransfer,
        SubnetPools,
        AddressScopes,
        Exportable,
        ChangeFeed,
        JdbcTransactions,
        Authority,
        Checkable {
  private static final String OF_SUBNET =
      "SELECT "
          + AllocationRow.COLUMNS
          + " FROM ipam_allocation a WHERE a.subnet_number = ? ORDER BY a.address";

  private final String storeId;
  private final Database database;
  private final Engine engine;
  private final Reads reads;
  private final Followers followers;
  private final AtomicReference<@Nullable ReferenceImport> importing = new AtomicReference<>();
  private final Set<Capability> capabilities;
  private final AutoCloseable lock;

  ReferenceDriver(
      String storeId,
      Database database,
      Engine engine,
      Reads reads,
      Followers followers,
      Set<Capability> capabilities,
      AutoCloseable lock) {
    this.storeId = storeId;
    this.database = database;
    this.engine = engine;
    this.reads = reads;
    this.followers = followers;
    this.capabilities = capabilities;
    this.lock = lock;
  }

  /** For tests that look at the connection. */
  Engine engine() {
    return engine;
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public Subnet createSubnet(SubnetRequest request) {
    String fingerprint = request.key() == null ? null : RequestFingerprint.of(request);
    return engine.write(session -> SubnetChanges.create(session, request, fingerprint));
  }

  @Override
  public Subnet subnet(String subnetId) {
    Objects.requireNonNull(subnetId, "subnetId");
    return reads.read(sql -> SubnetRow.required(sql, subnetId)).subnet();
  }

  @Override
  public Stream<Subnet> subnets() {
    return reads.rows(
        row -> SubnetRow.read(row).subnet(),
        "SELECT " + SubnetRow.COLUMNS + " FROM ipam_subnet s ORDER BY s.id");
  }

  @Override
  public Subnet updateSubnet(SubnetUpdate update) {
    Objects.requireNonNull(update, "update");
    return engine.write(session -> SubnetChanges.update(session, update));
  }

  @Override
  public long removeSubnet(String subnetId, boolean force) {
    Objects.requireNonNull(subnetId, "subnetId");
    long removed = engine.write(session -> SubnetChanges.remove(session, subnetId, force));
    try {
      engine.sweep();
    } catch (IpamException e) {
      // The subnet is gone whatever becomes of its rows: the next removal deletes them.
    }
    return removed;
  }

  @Override
  public List<Allocation> allocate(AllocationRequest request) {
    String fingerprint = request.key() == null ? null : RequestFingerprint.of(request);
    return engine.write(
        first(request.subnetIds()), session -> Allocator.allocate(session, request, fingerprint));
  }

  private static @Nullable String first(List<String> ids) {
    return ids.isEmpty() ? null : ids.get(0);
  }

  @Override
  public List<List<Allocation>> allocateTogether(JointRequest request) {
    String fingerprint = request.key() == null ? null : RequestFingerprint.of(request);
    return engine.writeAlone(session -> Allocator.allocateTogether(session, request, fingerprint));
  }

  @Override
  public Optional<Allocation> release(ReleaseRequest request) {
    Objects.requireNonNull(request, "request");
    return engine.write(request.subnetId(), session -> Releaser.release(session, request));
  }

  @Override
  public List<Allocation> releaseOwner(String owner) {
    Objects.requireNonNull(owner, "owner");
    return engine.write(session -> Releaser.releaseOwner(session, owner));
  }

  @Override
  public Allocation transfer(TransferRequest request) {
    String fingerprint = request.key() == null ? null : RequestFingerprint.of(request);
    return engine.write(session -> Releaser.transfer(session, request, fingerprint));
  }

  @Override
  public Optional<Allocation> find(String subnetId, IpAddress address) {
    Objects.requireNonNull(subnetId, "subnetId");
    Objects.requireNonNull(address, "address");
    return reads.read(sql -> SubnetLookUp.find(sql, subnetId, address));
  }

  @Override
  public Stream<Allocation> allocations(String subnetId) {
    Objects.requireNonNull(subnetId, "subnetId");
    return reads.stream(
        connection -> {
          long number = SubnetRow.required(connection, subnetId).number();
          return reads.rows(
              connection, row -> AllocationRow.read(row, subnetId), OF_SUBNET, number);
        });
  }

  @Override
  public Stream<Allocation> allocationsOf(String owner) {
    Objects.requireNonNull(owner, "owner");
    return reads.rows(AllocationRow::readWithSubnet, Releaser.OF_OWNER, owner);
  }

  @Override
  public Stream<Allocation> holders(IpAddress address) {
    return reads.rows(
        AllocationRow::readWithSubnet,
        HoldersQuery.text(address, database.dialect().looksFurther()),
        HoldersQuery.values(address));
  }

  /** What has ended is ended first: rests, as time goes by, and transactions of callers. */
  @Override
  public Usage usage(String subnetId) {
    Objects.requireNonNull(subnetId, "subnetId");
    SubnetRow row = reads.read(sql -> SubnetRow.required(sql, subnetId));
    return row.subnet().rest().isZero() && row.state().holds() == 0
        ? row.usage()
        : engine.run(session -> session.subnets().required(subnetId).usage());
  }

  @Override
  public SubnetPool createPool(SubnetPoolRequest request) {
    Objects.requireNonNull(request, "request");
    return engine.write(session -> PoolChanges.create(session, request));
  }

  @Override
  public SubnetPool pool(String poolId) {
    Objects.requireNonNull(poolId, "poolId");
    return reads.read(sql -> PoolRow.required(sql, poolId));
  }

  @Override
  public Stream<SubnetPool> pools() {
    return reads.rows(PoolRow::read, "SELECT " + PoolRow.COLUMNS + " FROM ipam_pool ORDER BY id");
  }

  @Override
  public SubnetPool updatePool(SubnetPoolUpdate update) {
    Objects.requireNonNull(update, "update");
    return engine.write(session -> PoolChanges.update(session, update));
  }

  @Override
  public void removePool(String poolId) {
    Objects.requireNonNull(poolId, "poolId");
    engine.write(session -> PoolChanges.remove(session, poolId));
  }

  @Override
  public PoolUsage poolUsage(String poolId) {
    Objects.requireNonNull(poolId, "poolId");
    return reads.readAtOnce(
        sql -> {
          SubnetPool pool = PoolRow.required(sql, poolId);
          return new PoolUse(sql, poolId).usage(pool);
        });
  }

  @Override
  public AddressScope createScope(AddressScope scope) {
    Objects.requireNonNull(scope, "scope");
    return engine.write(session -> PoolChanges.create(session, scope));
  }

  @Override
  public AddressScope scope(String scopeId) {
    Objects.requireNonNull(scopeId, "scopeId");
    return reads.read(sql -> ScopeRow.required(sql, scopeId));
  }

  @Override
  public Stream<AddressScope> scopes() {
    return reads.rows(
        ScopeRow::read, "SELECT " + ScopeRow.COLUMNS + " FROM ipam_scope ORDER BY id");
  }

  @Override
  public void removeScope(String scopeId) {
    Objects.requireNonNull(scopeId, "scopeId");
    engine.write(session -> PoolChanges.removeScope(session, scopeId));
  }

  @Override
  public JoinedTransaction join(Connection connection) {
    Capability.TRANSACTIONAL.require(capabilities);
    return engine.join(Objects.requireNonNull(connection, "connection"));
  }

  @Override
  public Stream<SnapshotRecord> export() {
    return followers.export();
  }

  @Override
  public ImportSession beginImport() {
    return ReferenceImport.begin(engine, database.address().location(), importing);
  }

  @Override
  public String position() {
    Capability.CHANGES.require(capabilities);
    return followers.position();
  }

  @Override
  public Stream<Change> changes(String position) {
    Capability.CHANGES.require(capabilities);
    return followers.changes(Objects.requireNonNull(position, "position"));
  }

  @Override
  public CheckReport check(Consumer<CheckProblem> problems) {
    return followers.check(Objects.requireNonNull(problems, "problems"));
  }

  @Override
  public AuthorityState state() {
    return engine.run(session -> session.fence().settled());
  }

  @Override
  public Instant now() {
    return engine.run(Session::now);
  }

  @Override
  public void change(AuthorityState expected, AuthorityState next) {
    Objects.requireNonNull(next, "next");
    engine.runAlone(
        session -> {
          session.fence().change(expected, next);
          return next;
        });
  }

  @Override
  public AuthorityState.Following apply(AuthorityState.Following expected, List<Change> changes) {
    if (changes.size() > MOST_CHANGES) {
      throw new IllegalArgumentException(changes.size() + " changes at once");
    }
    return engine.runAlone(session -> new Replica(session).apply(expected, changes));
  }

  /** Of a file one process has the lock. */
  @Override
  public boolean mayHaveOtherClients() {
    return database.dialect().isShared();
  }

  @Override
  public StoreInfo store() {
    return new StoreInfo(
        storeId, database.address().location(), "schema version " + Schema.VERSION);
  }

  @Override
  public void close() {
    ReferenceImport session = importing.get();
    if (session != null) {
      session.closeWith(StoreErrors::closed);
    }
    engine.close();
    reads.close();
    try {
      lock.close();
    } catch (Exception e) {
      throw new IllegalStateException("the lock of the store cannot be released", e);
    }
  }
}
