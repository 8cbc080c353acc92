package dev.ipam.joint;

import dev.ipam.request.Allocation;
import java.util.List;
import java.util.Map;

/**
 * The intents that are not done yet, kept where they survive the process. Every method returns when
 * its effect is durable.
 */
interface Intents extends AutoCloseable {
  /** Returns the ids of all intents. */
  List<String> ids();

  /** Reads an intent back; without keys, a part that follows one that is begun is not. */
  Intent read(String id);

  /** Keeps an intent; the first of its parts counts as begun, and with keys all of them. */
  void create(Intent intent);

  /** Notes what parts took, by their place. */
  void took(String id, Map<Integer, List<Allocation>> known);

  /** Notes what the part before took, and that a part begins. */
  void begin(String id, int part, List<Allocation> before);

  /** Forgets an intent; does nothing where there is none. */
  void remove(String id);

  @Override
  void close();
}
