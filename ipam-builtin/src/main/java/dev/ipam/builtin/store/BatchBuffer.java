package dev.ipam.builtin.store;

/**
 * The writes of a batch in the form in which RocksDB's log keeps them, which its WriteBatch accepts
 * as it is.
 *
 * <p>Made here because each put through JNI costs more than the put itself: a batch of 16
 * allocations would cross that border some sixty times, and so it crosses it once.
 */
final class BatchBuffer {
  private static final int HEADER = 12;
  private static final int COUNT_AT = 8;
  private static final int DELETE = 0x4;
  private static final int PUT = 0x5;
  private static final int DELETE_RANGE = 0xE;
  private static final int KEPT = 1 << 20;

  private final Families families;
  private ByteWriter out = new ByteWriter(1 << 12);
  private int count;

  BatchBuffer(Families families) {
    this.families = families;
    clear();
  }

  void clear() {
    if (out.array().length > KEPT) {
      out = new ByteWriter(1 << 12);
    }
    out.clear().fixed64(0).fixed32(0);
    count = 0;
  }

  boolean isEmpty() {
    return count == 0;
  }

  int length() {
    return out.length();
  }

  int count() {
    return count;
  }

  /** Drops what was added since the buffer had this length and count. */
  void truncate(int length, int entries) {
    out.truncate(length);
    count = entries;
  }

  void put(Family family, ByteWriter key, ByteWriter value) {
    begin(PUT, family, key);
    out.varint(value.length()).raw(value.array(), value.length());
  }

  void put(Family family, ByteWriter key) {
    begin(PUT, family, key);
    out.octet(0);
  }

  void delete(Family family, ByteWriter key) {
    begin(DELETE, family, key);
  }

  /** Deletes from the first key, inclusive, to the last, exclusive. */
  void deleteRange(Family family, byte[] from, byte[] to) {
    count++;
    out.octet(DELETE_RANGE).varint(families.id(family));
    out.varint(from.length).raw(from).varint(to.length).raw(to);
  }

  byte[] toBytes() {
    byte[] bytes = out.toByteArray();
    for (int i = 0; i < 4; i++) {
      bytes[COUNT_AT + i] = (byte) (count >>> (8 * i));
    }
    assert bytes.length >= HEADER;
    return bytes;
  }

  private void begin(int tag, Family family, ByteWriter key) {
    count++;
    out.octet(tag).varint(families.id(family));
    out.varint(key.length()).raw(key.array(), key.length());
  }
}
