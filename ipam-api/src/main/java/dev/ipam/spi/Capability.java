package dev.ipam.spi;

import dev.ipam.error.UnsupportedException;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.snapshot.SnapshotRecord;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What an opened driver can do beyond the core. A capability belongs to the opened driver: the same
 * provider may open one with fewer, for example on a lesser database.
 *
 * <p>An operation whose capability is missing throws {@link UnsupportedException} and changes
 * nothing. The facade asks before it calls; a driver refuses all the same when called directly.
 *
 * @since 0.1
 */
public enum Capability {
  /** The policies {@code LOWEST} and {@code RANDOM}, and the exact order of {@code SEQUENTIAL}. */
  POLICIES("create a subnet with an allocation policy"),
  /** {@link dev.ipam.request.AddressRequest.PreferNext}. */
  PREFER_NEXT("allocate the lowest free address"),
  /** {@link dev.ipam.request.AddressRequest.Bulk}. */
  BULK("allocate several addresses at once"),
  /** Several candidate subnets in one atomic call; without it the facade walks the list. */
  GROUPS("allocate from several candidate subnets in one call"),
  /** {@link JointAllocation}. */
  ALL_OR_NONE("allocate over several subnets, all or none"),
  /** Owners are kept; {@link OwnerLookup}; release by owner. */
  OWNERS("keep or look up owners"),
  /** {@link AddressLookup}. */
  ADDRESS_LOOKUP("look up an address across subnets"),
  /** Tokens that increase and never come again; release by token. */
  TOKENS("release by token"),
  /** Idempotency keys. */
  KEYS("remember idempotency keys"),
  /** {@link AllocationTransfer}. */
  TRANSFER("transfer an allocation"),
  /** A rest time for released addresses. */
  REST("let released addresses rest"),
  /** {@link SubnetPools}; subnets from them, with quotas. */
  POOLS("serve subnet pools"),
  /** {@link AddressScopes}. Implies {@link #POOLS}. */
  SCOPES("serve address scopes"),
  /** {@link Exportable}: export and import in the vendor-neutral form. */
  EXPORT("export and import"),
  /** {@link ChangeFeed}: what changed since a position. */
  CHANGES("tell what changed"),
  /** {@link Authority}: the store records whether it is the authority, and fences writes. */
  AUTHORITY("record authority"),
  /** Removing a subnet with force takes its allocations along in one step. */
  ATOMIC_REMOVE("remove a subnet with its allocations"),
  /** What was acknowledged survives a crash of the process and the loss of power. */
  DURABLE("be durable"),
  /**
   * Takes its time from the clock that it was opened with, or, where processes share it, from its
   * store.
   */
  CLOCK("use an injected clock"),
  /** Several processes may use one store at the same time. */
  SHARED("share a store between processes"),
  /** {@link JdbcTransactions}: joins a JDBC transaction of the caller's. */
  TRANSACTIONAL("join a transaction of the caller's");

  private final String operation;

  Capability(String operation) {
    this.operation = operation;
  }

  /**
   * Returns the name in lower case, as configuration and reports show it.
   *
   * @return the name, for example {@code prefer_next}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Requires this capability of an opened driver.
   *
   * @param present what the driver has
   * @throws UnsupportedException if this is not among them
   */
  public void require(Set<Capability> present) {
    if (!present.contains(this)) {
      throw missing();
    }
  }

  /**
   * Returns what a driver needs to serve a request, beyond the core.
   *
   * @param request the request
   * @return the capabilities
   */
  public static Set<Capability> neededBy(AllocationRequest request) {
    Set<Capability> needed = EnumSet.noneOf(Capability.class);
    if (request.address() instanceof AddressRequest.PreferNext) {
      needed.add(PREFER_NEXT);
    }
    if (request.address() instanceof AddressRequest.Bulk) {
      needed.add(BULK);
    }
    if (request.owner() != null) {
      needed.add(OWNERS);
    }
    if (request.key() != null) {
      needed.add(KEYS);
    }
    return needed;
  }

  /**
   * Returns what a driver needs to create a subnet, beyond the core.
   *
   * @param request the request
   * @return the capabilities
   */
  public static Set<Capability> neededBy(SubnetRequest request) {
    Set<Capability> needed = EnumSet.noneOf(Capability.class);
    if (request.poolId() != null) {
      needed.add(POOLS);
    }
    if (request.settings().policy() != AllocationPolicy.SEQUENTIAL) {
      needed.add(POLICIES);
    }
    if (!request.settings().rest().isZero()) {
      needed.add(REST);
    }
    if (request.key() != null) {
      needed.add(KEYS);
    }
    return needed;
  }

  /**
   * Returns what a driver needs to release an address as asked, beyond the core.
   *
   * @param request the request
   * @return the capabilities
   */
  public static Set<Capability> neededBy(ReleaseRequest request) {
    Set<Capability> needed = EnumSet.noneOf(Capability.class);
    if (request.owner() != null) {
      needed.add(OWNERS);
    }
    if (request.token() != null) {
      needed.add(TOKENS);
    }
    return needed;
  }

  /**
   * Returns what a driver needs to keep what a record says, beyond the core; also tokens, where
   * they are to mean anything ({@link #TOKENS}).
   *
   * @param record a record of an export
   * @return the capabilities
   */
  public static Set<Capability> neededBy(SnapshotRecord record) {
    Set<Capability> needed = EnumSet.noneOf(Capability.class);
    if (record instanceof SnapshotRecord.ScopeRecord) {
      needed.add(SCOPES);
    } else if (record instanceof SnapshotRecord.PoolRecord) {
      needed.add(POOLS);
    } else if (record instanceof SnapshotRecord.KeyRecord) {
      needed.add(KEYS);
    } else if (record instanceof SnapshotRecord.RestRecord) {
      needed.add(REST);
    } else if (record instanceof SnapshotRecord.SubnetRecord subnet) {
      if (subnet.subnet().policy() != AllocationPolicy.SEQUENTIAL) {
        needed.add(POLICIES);
      }
      if (!subnet.subnet().rest().isZero()) {
        needed.add(REST);
      }
      if (subnet.creation() != null) {
        needed.add(KEYS);
      }
    } else if (record instanceof SnapshotRecord.AllocationRecord held) {
      if (held.allocation().owner() != null) {
        needed.add(OWNERS);
      }
      if (held.allocation().key() != null) {
        needed.add(KEYS);
      }
    }
    return needed;
  }

  /**
   * Returns the error for a driver that lacks this capability.
   *
   * @return the error, to be thrown
   */
  public UnsupportedException missing() {
    return new UnsupportedException(name(), operation);
  }
}
