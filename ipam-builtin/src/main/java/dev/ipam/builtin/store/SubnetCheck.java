package dev.ipam.builtin.store;

import dev.ipam.builtin.index.CorruptChunkException;
import dev.ipam.builtin.index.OffsetRange;
import dev.ipam.builtin.index.PoolIndex;
import dev.ipam.builtin.index.UInt128;
import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.Subnet;
import java.util.ArrayList;
import java.util.List;

/** Compares a subnet with its allocations, and these with the stored index and the pass. */
final class SubnetCheck {
  private final CheckContext context;
  private final Marks marks;
  private final PointerAgreement pointers;
  private final PassCheck passes;
  private final RestCheck rests;
  private final ByteWriter key = new ByteWriter(64);

  SubnetCheck(CheckContext context, Marks marks, PointerAgreement pointers) {
    this.context = context;
    this.pointers = pointers;
    this.marks = marks;
    this.passes = new PassCheck(context, marks);
    this.rests = new RestCheck(context, marks);
  }

  void check(StoredSubnet stored) {
    if (stored.number() > marks.subnetNumber()) {
      problem(stored, "its number " + stored.number() + " is above the mark of the store");
    }
    checkPool(stored);
    checkKey(stored);
    PoolIndex index = index(stored.subnet());
    boolean indexed = loadIndex(stored, index);
    context.forEach(
        Family.ALLOCATIONS,
        number(stored),
        rows -> {
          byte[] rowKey = rows.key();
          IpAddress address =
              context.decoder().decode(Family.ALLOCATIONS, rowKey, rowKey, RowKeys::readAllocation);
          if (!stored.subnet().cidr().contains(address)) {
            context.problem(Family.ALLOCATIONS, rowKey, "its address is outside of its subnet");
            return;
          }
          long hi = address.offsetHigh(stored.subnet().cidr().network());
          long lo = address.offsetLow(stored.subnet().cidr().network());
          if (!indexed) {
            index.loadTaken(hi, lo);
          } else if (!index.isTaken(hi, lo)) {
            problem(stored, address + " is allocated, but free in the index");
          }
          checkAllocation(
              stored, context.decoder().allocation(stored.id(), address, rowKey, rows.value()));
        });
    passes.check(stored, index);
    rests.check(stored);
    if (indexed) {
      checkNothingElseTaken(stored, index);
    }
  }

  private void problem(StoredSubnet stored, String problem) {
    context.problem("subnet \"" + stored.id() + "\"", problem);
  }

  private byte[] number(StoredSubnet stored) {
    return RowKeys.number(stored.number(), key).toByteArray();
  }

  private static PoolIndex index(Subnet subnet) {
    IpAddress network = subnet.cidr().network();
    List<OffsetRange> ranges = new ArrayList<>();
    for (AddressRange pool : subnet.pools()) {
      ranges.add(new OffsetRange(offset(pool.first(), network), offset(pool.last(), network)));
    }
    return subnet.policy() == AllocationPolicy.SEQUENTIAL
        ? new PoolIndex(ranges, PoolIndex.Option.PASSES)
        : new PoolIndex(ranges);
  }

  private static UInt128 offset(IpAddress address, IpAddress network) {
    return new UInt128(address.offsetHigh(network), address.offsetLow(network));
  }

  /** Returns whether the subnet is indexed. */
  private boolean loadIndex(StoredSubnet stored, PoolIndex index) {
    byte[] number = number(stored);
    boolean indexed = context.get(Family.CHUNKS, number) == null;
    context.forEach(
        Family.CHUNKS,
        number,
        rows -> {
          byte[] rowKey = rows.key();
          if (rowKey.length != number.length && indexed) {
            loadChunk(index, rowKey, rows.value());
          }
        });
    IpAddress network = stored.subnet().cidr().network();
    context.forEach(
        Family.TOUCHED,
        number,
        rows -> {
          byte[] rowKey = rows.key();
          IpAddress address =
              context.decoder().decode(Family.TOUCHED, rowKey, rowKey, RowKeys::readAllocation);
          byte[] row = rows.value();
          if (row.length != 1 || (row[0] != IndexTables.TAKEN && row[0] != IndexTables.FREE)) {
            context.problem(Family.TOUCHED, rowKey, "it says neither taken nor free");
          } else if (!stored.subnet().cidr().contains(address)) {
            context.problem(Family.TOUCHED, rowKey, "its address is outside of its subnet");
          } else if (indexed && row[0] == IndexTables.TAKEN) {
            index.loadTaken(address.offsetHigh(network), address.offsetLow(network));
          } else if (indexed) {
            index.loadFree(address.offsetHigh(network), address.offsetLow(network));
          }
        });
    return indexed;
  }

  private void loadChunk(PoolIndex index, byte[] rowKey, byte[] row) {
    ByteReader in = new ByteReader(rowKey);
    in.fixed64();
    try {
      index.loadChunk(in.fixed64(), in.fixed64(), row);
      in.end();
    } catch (CorruptChunkException | MalformedRecordException | IllegalArgumentException e) {
      context.problem(Family.CHUNKS, rowKey, String.valueOf(e.getMessage()));
    }
  }

  private void checkAllocation(StoredSubnet stored, Allocation allocation) {
    IpAddress address = allocation.address();
    if (allocation.token() < 1 || allocation.token() > marks.token()) {
      problem(
          stored,
          "the token " + allocation.token() + " of " + address + " is above the mark of the store");
    }
    if (allocation.allocatedAt().toEpochMilli() > marks.millis()) {
      problem(stored, address + " was allocated after the latest time of the store");
    }
    if (!pointers.byAddress()
        && !context.has(Family.BY_ADDRESS, RowKeys.byAddress(stored, address, key))) {
      problem(stored, address + " is allocated, but missing in table by_address");
    }
    String owner = allocation.owner();
    if (owner != null
        && !pointers.byOwner()
        && !context.has(Family.BY_OWNER, RowKeys.byOwner(stored, owner, address, key))) {
      problem(stored, address + " is allocated, but missing in table by_owner");
    }
    String name = allocation.key();
    if (name != null && !context.has(Family.KEYS, RowKeys.text(name, key))) {
      problem(stored, address + " is held under the key \"" + name + "\", which is missing");
    }
  }

  /** The index is given up for it. */
  private void checkNothingElseTaken(StoredSubnet stored, PoolIndex index) {
    IpAddress network = stored.subnet().cidr().network();
    context.forEach(
        Family.ALLOCATIONS,
        number(stored),
        rows -> {
          byte[] rowKey = rows.key();
          IpAddress address =
              context.decoder().decode(Family.ALLOCATIONS, rowKey, rowKey, RowKeys::readAllocation);
          if (stored.subnet().cidr().contains(address)) {
            index.loadFree(address.offsetHigh(network), address.offsetLow(network));
          }
        });
    long left = index.usage().takenInPools() + index.usage().takenOutside();
    if (left > 0) {
      problem(stored, left + " addresses are taken in the index, but not allocated");
    }
  }

  private void checkPool(StoredSubnet stored) {
    String poolId = stored.subnet().poolId();
    if (poolId == null) {
      return;
    }
    Cidr cidr = stored.subnet().cidr();
    byte[] rowKey = PoolCodec.blockKey(poolId, cidr, key).toByteArray();
    byte[] row = context.get(Family.BY_POOL, rowKey);
    if (row == null) {
      problem(stored, "it is missing in table by_pool of pool \"" + poolId + "\"");
    } else if (!context
        .decoder()
        .decode(Family.BY_POOL, rowKey, row, bytes -> PoolCodec.block(cidr, bytes))
        .subnetId()
        .equals(stored.id())) {
      problem(stored, "its space in pool \"" + poolId + "\" is another subnet's");
    }
  }

  private void checkKey(StoredSubnet stored) {
    String name = stored.key();
    if (name != null && !context.has(Family.KEYS, RowKeys.text(name, key))) {
      problem(stored, "it was created under the key \"" + name + "\", which is missing");
    }
  }
}
