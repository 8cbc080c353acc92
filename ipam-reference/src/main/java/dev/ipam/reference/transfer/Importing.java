package dev.ipam.reference.transfer;

import dev.ipam.error.InvalidDumpException;
import dev.ipam.net.AddressRange;
import dev.ipam.reference.rows.KeyRow;
import dev.ipam.reference.rows.RestRows.Rest;
import dev.ipam.reference.rows.StagedRows;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.BoundKey;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.snapshot.SnapshotCheck;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.PassRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SpentRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of the records of an import. In memory are the scopes, the pools, the subnets that
 * come from pools, and the rows that wait.
 *
 * @ipam.rule 7.14..7.21
 */
public final class Importing {
  private final SnapshotCheck check = new SnapshotCheck();
  private final Staging staging = new Staging();
  private final LongSupplier numbers;
  private final List<AddressScope> scopes = new ArrayList<>();
  private final List<SubnetPool> pools = new ArrayList<>();
  private final List<Subnet> fromPools = new ArrayList<>();
  private final List<StagedSubnet> random = new ArrayList<>();
  private @Nullable StagedSubnet subnet;
  private long subnets;
  private long token;
  private long millis = Long.MIN_VALUE;

  /** Begins; numbers are those that subnets get. */
  public Importing(LongSupplier numbers) {
    this.numbers = numbers;
  }

  /** The scopes that came. */
  public List<AddressScope> scopes() {
    return scopes;
  }

  /** The pools that came. */
  public List<SubnetPool> pools() {
    return pools;
  }

  /** The subnets that came and are from pools. */
  public List<Subnet> fromPools() {
    return fromPools;
  }

  /** How many subnets came. */
  public long subnets() {
    return subnets;
  }

  /** The token mark. */
  public long token() {
    return token;
  }

  /** The latest time that a record speaks of. */
  public long millis() {
    return millis;
  }

  /** How many rows wait. */
  public int waiting() {
    return staging.size();
  }

  /** Takes the rows that wait. */
  public Consumer<StagedRows> take() {
    return staging.take();
  }

  /** Takes the random subnets that are complete, as soon as their rows are written. */
  public List<Random> takeRandom() {
    List<Random> complete =
        random.stream().map(each -> new Random(each.number(), each.subnet())).toList();
    random.clear();
    return complete;
  }

  /**
   * A subnet whose order is to be made.
   *
   * @param number its number
   * @param subnet the subnet
   */
  public record Random(long number, Subnet subnet) {}

  /**
   * Adds a record.
   *
   * @throws InvalidDumpException if no store could hold it
   */
  public void add(SnapshotRecord record) {
    check.accept(record);
    if (record instanceof AllocationRecord held) {
      allocation(held.allocation());
    } else if (record instanceof RestRecord rest) {
      rest(rest);
    } else if (record instanceof SnapshotRecord.KeyRecord key) {
      endSubnet();
      bind(key.bound(), key.counts(), null);
    } else if (record instanceof SubnetRecord next) {
      begin(next.subnet(), next.creation());
    } else if (record instanceof PassRecord pass) {
      current().pass(pass.position());
    } else if (record instanceof SpentRecord spent) {
      current().spent(spent.ranges());
      for (AddressRange range : spent.ranges()) {
        staging.spent(range);
      }
    } else if (record instanceof PoolRecord pool) {
      pools.add(pool.pool());
    } else if (record instanceof ScopeRecord scope) {
      scopes.add(scope.scope());
    } else if (record instanceof TokenMark mark) {
      token = mark.token();
    }
  }

  private void begin(Subnet next, @Nullable BoundKey creation) {
    endSubnet();
    long number = numbers.getAsLong();
    subnets++;
    subnet = new StagedSubnet(number, next, creation == null ? null : creation.key());
    staging.begin(number);
    if (next.poolId() != null) {
      fromPools.add(next);
    }
    if (creation != null) {
      bind(creation, List.of(), number);
    }
  }

  private void bind(BoundKey bound, List<Integer> counts, @Nullable Long number) {
    staging.key(check.records(), new KeyRow(bound.key(), bound.fingerprint(), counts, number));
  }

  private void endSubnet() {
    StagedSubnet ended = subnet;
    subnet = null;
    if (ended != null) {
      staging.end(ended.end(staging.runs()));
      if (ended.subnet().policy() == AllocationPolicy.RANDOM) {
        random.add(ended);
      }
    }
  }

  private StagedSubnet current() {
    StagedSubnet current = subnet;
    if (current == null) {
      throw new IllegalStateException("the check let something pass that has no subnet");
    }
    return current;
  }

  private void allocation(Allocation allocation) {
    millis = Math.max(millis, allocation.allocatedAt().toEpochMilli());
    current().held(allocation.address(), staging.runs());
    staging.add(allocation);
  }

  private void rest(RestRecord rest) {
    long until = rest.until().toEpochMilli();
    millis = Math.max(millis, until - current().subnet().rest().toMillis());
    Rest row = current().rest(rest.address(), until, staging.runs());
    staging.add(row);
  }

  /**
   * Ends the records.
   *
   * @throws InvalidDumpException if they are not complete
   */
  public void end() {
    check.end();
    endSubnet();
  }

  /**
   * Checks what can be checked only when all is written.
   *
   * @throws InvalidDumpException if the records contradict each other
   */
  public void check(StagedRows rows) {
    Long twice = rows.tokenOfTwo();
    if (twice != null) {
      throw invalid("two allocations before it have the token " + twice);
    }
    String key = rows.keyOfTwo();
    if (key != null) {
      throw invalid("key \"" + key + "\" is there twice");
    }
    key = rows.keyWithoutRecord();
    if (key != null) {
      throw invalid("key \"" + key + "\" is carried by an allocation and has no record");
    }
    key = rows.keyOfWrongCount();
    if (key != null) {
      throw invalid("key \"" + key + "\" stands for fewer addresses than carry it, or none does");
    }
  }

  private InvalidDumpException invalid(String reason) {
    return new InvalidDumpException("record " + check.records(), reason);
  }
}
