package dev.ipam.migration.dump;

import dev.ipam.snapshot.SnapshotRecord.KeyRecord;
import java.nio.charset.StandardCharsets;

/** What the lines are that are no records, and how long anything may be. */
final class Format {
  static final String NAME = "ipam-dump";
  static final int VERSION = 1;

  /** How the files of every version begin. */
  static final byte[] START = bytes("{\"format\":\"" + NAME + "\"");

  /** How many records a block has that is not the last. */
  static final int BLOCK = 1_000;

  /** No line of a plan that anyone has comes near: it holds a pool of 100,000 prefixes. */
  static final int LONGEST_LINE = 16 << 20;

  /** Identifiers have at most 255 characters; only a quota can be longer. */
  static final int LONGEST_TEXT = 4_096;

  /** A list of lists within a record. */
  static final int DEEPEST = 3;

  static final int MOST_COUNTS = KeyRecord.MAX_REQUESTS;

  static final int MOST_QUOTA_DIGITS = 4_000;

  private Format() {}

  static byte[] header() {
    return bytes("{\"format\":\"" + NAME + "\",\"version\":" + VERSION + "}\n");
  }

  /** The line behind a block: the digest is of all bytes of the file before this line. */
  static byte[] block(long number, int records, String sha256) {
    return bytes(
        "{\"block\":" + number + ",\"records\":" + records + ",\"sha256\":\"" + sha256 + "\"}\n");
  }

  static byte[] trailer(long blocks, long records, String sha256) {
    return bytes(
        "{\"end\":true,\"blocks\":"
            + blocks
            + ",\"records\":"
            + records
            + ",\"sha256\":\""
            + sha256
            + "\"}\n");
  }

  private static byte[] bytes(String line) {
    return line.getBytes(StandardCharsets.US_ASCII);
  }
}
