package dev.ipam.builtin;

import dev.ipam.builtin.index.CorruptChunkException;
import dev.ipam.builtin.index.PoolIndex;
import dev.ipam.builtin.index.UInt128;
import dev.ipam.builtin.store.IndexTables;
import dev.ipam.builtin.store.StoredSubnet;
import dev.ipam.builtin.store.Tables;
import dev.ipam.net.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the stored form of one subnet's index small to read: chunks of 65,536 addresses, and the
 * addresses touched since their chunk was written.
 *
 * <p>When many have been touched, chunks are written anew, some with each batch, and what was
 * touched in them is forgotten. So a subnet is read in time that goes with its chunks and a
 * sixteenth of what is taken, not with every allocation, and an allocation costs one small row
 * more, plus its share of a chunk.
 */
final class StoredIndex {
  /** Fewer touched addresses than this are not worth a chunk. */
  private static final long LEAST = 4096;

  /** How many touched addresses one batch forgets. */
  private static final int STEP = 8192;

  /** How many chunks one batch writes of a subnet that is not indexed yet. */
  private static final int CHUNKS = 64;

  private final Tables tables;
  private final IpAddress network;
  private final PoolIndex index;
  private final boolean stored;
  private long touched;
  private @Nullable IpAddress writtenTo;
  private boolean written;
  private boolean unindexed;
  private UInt128 nextChunk = UInt128.ZERO;

  StoredIndex(Tables tables, IpAddress network, PoolIndex index) {
    this.tables = tables;
    this.network = network;
    this.index = index;
    this.stored = tables.index().isStored();
  }

  /** Reads what is taken into the index, which is empty. */
  void load(StoredSubnet subnet) {
    unindexed = tables.index().isUnindexed(subnet);
    if (unindexed) {
      written = true;
      tables.forEachAllocated(
          subnet,
          address -> {
            checkInside(subnet, "allocations", address);
            index.loadTaken(hi(address), address.offsetLow(network));
          });
      return;
    }
    tables
        .index()
        .forEachChunk(
            subnet,
            (chunkHi, chunkLo, bytes) -> {
              written = true;
              try {
                index.loadChunk(chunkHi, chunkLo, bytes);
              } catch (CorruptChunkException e) {
                throw tables.contradiction(
                    "chunks",
                    subnet.id() + " " + chunkHi + ":" + chunkLo,
                    String.valueOf(e.getMessage()));
              }
            });
    tables
        .index()
        .forEachTouched(
            subnet,
            (address, state) -> {
              touched++;
              checkInside(subnet, "touched", address);
              if (state == IndexTables.TAKEN) {
                index.loadTaken(hi(address), address.offsetLow(network));
              } else {
                index.loadFree(hi(address), address.offsetLow(network));
              }
            });
  }

  private void checkInside(StoredSubnet subnet, String table, IpAddress address) {
    if (!subnet.subnet().cidr().contains(address)) {
      throw tables.contradiction(
          table, subnet.id() + " " + address, "it is no address of " + subnet.subnet().cidr());
    }
  }

  private long hi(IpAddress address) {
    return address.offsetHigh(network);
  }

  /** Notes that an address was taken or released; says whether {@link #step} should be called. */
  boolean touch(StoredSubnet subnet, IpAddress address, int state) {
    if (!stored) {
      return false;
    }
    tables.index().touch(subnet, address, state);
    touched++;
    return unindexed || (touched > LEAST && touched > index.usage().takenInPools() >>> 4);
  }

  /** Writes some chunks within the batch being made, after everything else of the batch. */
  void step(StoredSubnet subnet) {
    if (unindexed) {
      writeNextChunks(subnet);
    } else {
      rewriteTouched(subnet);
    }
  }

  private void writeNextChunks(StoredSubnet subnet) {
    UInt128 next =
        index.forEachChunk(
            nextChunk,
            CHUNKS,
            (chunkHi, chunkLo, bytes) -> tables.index().putChunk(subnet, chunkHi, chunkLo, bytes));
    if (next == null) {
      // What was touched behind the walk says so itself: touched rows lie over the chunks.
      tables.index().markIndexed(subnet);
      unindexed = false;
    } else {
      nextChunk = next;
    }
  }

  private void rewriteTouched(StoredSubnet subnet) {
    List<IpAddress> some = tables.index().touchedAfter(subnet, writtenTo, STEP);
    long lastHi = -1;
    long lastLo = -1;
    for (IpAddress address : some) {
      long hi = hi(address);
      long lo = address.offsetLow(network);
      long chunkHi = hi >>> 16;
      long chunkLo = lo >>> 16 | hi << 48;
      if (chunkHi != lastHi || chunkLo != lastLo) {
        tables.index().putChunk(subnet, chunkHi, chunkLo, index.chunk(chunkHi, chunkLo));
        lastHi = chunkHi;
        lastLo = chunkLo;
      }
      tables.index().deleteTouched(subnet, address);
    }
    written |= !some.isEmpty();
    boolean end = some.size() < STEP;
    writtenTo = end ? null : some.get(some.size() - 1);
    touched = end ? 0 : Math.max(0, touched - some.size());
  }

  /** Deletes what is stored, with the subnet. */
  void delete(StoredSubnet subnet) {
    if (touched > 0 || written) {
      tables.index().deleteIndex(subnet);
    }
  }
}
