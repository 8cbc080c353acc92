package dev.ipam.builtin.store;

import dev.ipam.builtin.store.CarrierTables.Carrier;
import org.jspecify.annotations.Nullable;

/**
 * What an import notes of allocations until it has seen all: their tokens, of which no two may be
 * equal, and what carries which key.
 */
interface ImportNotes extends AutoCloseable {
  /** An address that carries a key. */
  record Carrying(String key, Carrier carrier) {}

  void token(long token);

  void carrier(String key, long token, Carrier carrier);

  /** Begins to read the carriers, all of which must be committed. */
  void begin();

  /** The next carrier in the order of keys, by code point, and of tokens; null at the end. */
  @Nullable Carrying next();

  /** How many different tokens were noted. */
  long tokens();

  /** Forgets everything. */
  void clear();

  @Override
  void close();
}
