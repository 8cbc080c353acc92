package dev.ipam.builtin.store;

import dev.ipam.spi.AuthorityState;
import java.nio.charset.StandardCharsets;

/** The row that says whether the store is the authority; a new store has none, and is unused. */
final class AuthorityRow {
  static final byte[] KEY = "authority".getBytes(StandardCharsets.US_ASCII);

  private AuthorityRow() {}

  static AuthorityState read(Rocks rocks) {
    byte[] row = rocks.get(Family.META, KEY);
    return row == null
        ? new AuthorityState.Unused()
        : new RowDecoder(rocks.store()).decode(Family.META, KEY, row, AuthorityRow::decode);
  }

  static AuthorityState decode(byte[] row) {
    try {
      return AuthorityState.parse(new String(row, StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw new MalformedRecordException(String.valueOf(e.getMessage()));
    }
  }

  static void put(AuthorityState state, BatchBuffer batch) {
    byte[] text = state.text().getBytes(StandardCharsets.US_ASCII);
    batch.put(Family.META, new ByteWriter(16).raw(KEY), new ByteWriter(text.length).raw(text));
  }
}
