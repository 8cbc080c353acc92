package dev.ipam.builtin.store;

import dev.ipam.builtin.index.OffsetSet;
import dev.ipam.net.IpAddress;
import org.jspecify.annotations.Nullable;

/** Writes the stored index of subnets whose allocations come in the order of their addresses. */
final class ImportedIndex {
  private static final int CHUNK_BITS = 16;

  private final IndexTables tables;
  private @Nullable StoredSubnet subnet;
  private OffsetSet taken = new OffsetSet();
  private long chunkHi;
  private long chunkLo;

  ImportedIndex(IndexTables tables) {
    this.tables = tables;
  }

  void begin(StoredSubnet next) {
    end();
    subnet = next;
  }

  void take(IpAddress address) {
    StoredSubnet current = subnet;
    if (current == null) {
      throw new IllegalStateException("an address without a subnet");
    }
    IpAddress network = current.subnet().cidr().first();
    long hi = address.offsetHigh(network);
    long lo = address.offsetLow(network);
    long inHi = hi >>> CHUNK_BITS;
    long inLo = (hi << (Long.SIZE - CHUNK_BITS)) | (lo >>> CHUNK_BITS);
    if (inHi != chunkHi || inLo != chunkLo) {
      end();
      chunkHi = inHi;
      chunkLo = inLo;
    }
    taken.add(hi, lo);
  }

  /** Writes the chunk that was begun. */
  void end() {
    StoredSubnet current = subnet;
    if (current != null && !taken.isEmpty()) {
      tables.putChunk(current, chunkHi, chunkLo, taken.chunk(chunkHi, chunkLo));
      taken = new OffsetSet();
    }
  }
}
