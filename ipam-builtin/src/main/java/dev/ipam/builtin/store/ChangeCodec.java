package dev.ipam.builtin.store;

/**
 * The form of what is kept of changes. An entry says which row changed, not how: what it holds now
 * is in its table. Only passes are told as they move, since a follower cannot take them from one
 * row.
 */
final class ChangeCodec {
  /** The row of {@link Family#META} that says what is kept. */
  static final byte[] META_KEY = {'c', 'h', 'a', 'n', 'g', 'e', 's'};

  static final int NUMBER = 1;
  static final int SUBNET = 2;
  static final int SUBNET_REMOVED = 3;
  static final int ADDRESS = 4;
  static final int PASS = 5;
  static final int SPENT = 6;
  static final int UNSPENT = 7;
  static final int KEY = 8;
  static final int POOL = 9;
  static final int SCOPE = 10;

  private static final int VERSION = 1;

  private ChangeCodec() {}

  /**
   * What is kept.
   *
   * @param floor the commit after which all are kept
   * @param last the commit that was the last
   * @param total how many entries there have ever been
   */
  record Kept(long floor, long last, long total) {
    static final Kept NOTHING = new Kept(0, 0, 0);

    void encode(ByteWriter out) {
      out.clear().octet(VERSION).fixed64(floor).fixed64(last).fixed64(total);
    }

    static Kept decode(byte[] row) {
      ByteReader in = new ByteReader(row);
      in.version(VERSION);
      Kept kept = new Kept(in.fixed64(), in.fixed64(), in.fixed64());
      in.end();
      if (kept.floor < 0 || kept.floor > kept.last) {
        throw new MalformedRecordException("changes are kept since " + kept.floor);
      }
      return kept;
    }
  }

  static ByteWriter key(long commit, int chunk, ByteWriter out) {
    return out.clear().fixed64(commit).fixed32(chunk);
  }

  static long commit(byte[] key) {
    return new ByteReader(key).fixed64();
  }

  /** What is before the entries of a row. */
  record Head(boolean last, long millis, long total) {
    void encode(ByteWriter out) {
      out.clear().octet(VERSION).octet(last ? 1 : 0).fixed64(millis).fixed64(total);
    }

    static Head decode(ByteReader in) {
      in.version(VERSION);
      return new Head(in.bool(), in.fixed64(), in.fixed64());
    }
  }
}
