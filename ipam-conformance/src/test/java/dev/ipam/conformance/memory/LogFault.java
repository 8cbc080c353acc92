package dev.ipam.conformance.memory;

/** What is wrong with a {@link LogFileProvider}'s driver. */
public enum LogFault {
  /** Nothing. */
  NONE,
  /** Nothing; several processes may use one store. */
  SHARED,
  /** It writes, and never syncs. */
  NO_SYNC,
  /** It answers, and writes a little later (museum 18). */
  ACKNOWLEDGES_FIRST,
  /** It lets others see what is written and not synced yet. */
  SHOWS_UNSYNCED,
  /** What has several parts is written in two records, each with its sync (museum 5). */
  TWO_WRITES,
  /** After a restart it knows the subnets, but nothing of what is held (museum 4). */
  FORGETS_ALLOCATIONS,
  /** After a restart it goes on from the highest token that is still held. */
  TOKENS_AGAIN,
  /** After a restart it knows no keys. */
  FORGETS_KEYS,
  /** After a restart it knows no contexts. */
  FORGETS_CONTEXTS,
  /** After a restart every subnet begins a new pass. */
  FORGETS_PASSES,
  /** After a restart nothing rests. */
  FORGETS_RESTS,
  /** Several processes use one store, and each gets, compares and puts (museum 7 and 8). */
  GETS_COMPARES_PUTS,
  /** Several processes use one store, though it says that only one may (museum 17). */
  IGNORES_LOCK
}
