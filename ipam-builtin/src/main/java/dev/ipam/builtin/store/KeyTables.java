package dev.ipam.builtin.store;

import dev.ipam.net.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Idempotency keys and the results that they stand for.
 *
 * <p>Not safe for use by several threads at once.
 */
public interface KeyTables {
  /** Returns what an idempotency key is bound to, or null where it has no row. */
  @Nullable KeyRecord get(String key);

  /** Binds a key; its results stay as they are. */
  void put(String key, KeyRecord bound);

  /** Unbinds a key and deletes its results. */
  void delete(String key, KeyRecord bound);

  /** Sets the addresses that were allocated under a key, in the order of its parts. */
  void putResults(String key, List<IpAddress> addresses);

  /** Returns the addresses that were allocated under a key, in the order of its parts. */
  List<IpAddress> results(String key, KeyRecord bound);
}
