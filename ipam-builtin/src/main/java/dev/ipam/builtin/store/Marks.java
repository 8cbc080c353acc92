package dev.ipam.builtin.store;

/**
 * What a store must never give out again.
 *
 * @param token the last token that was given to an allocation
 * @param subnetNumber the last number that was given to a subnet
 * @param millis the latest time that was recorded, in milliseconds since 1970
 */
public record Marks(long token, long subnetNumber, long millis) {
  static final Marks NONE = new Marks(0, 0, Long.MIN_VALUE);

  private static final int VERSION = 1;

  void encode(ByteWriter out) {
    out.octet(VERSION).fixed64(token).fixed64(subnetNumber).fixed64(millis);
  }

  static Marks decode(byte[] row) {
    ByteReader in = new ByteReader(row);
    in.version(VERSION);
    Marks marks = new Marks(in.fixed64(), in.fixed64(), in.fixed64());
    in.end();
    if (marks.token < 0 || marks.subnetNumber < 0) {
      throw new MalformedRecordException("a mark is negative");
    }
    return marks;
  }
}
