package dev.ipam.builtin.store;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The tables of a store: RocksDB's column families. */
enum Family {
  /** Format version, store id, marks. */
  META,
  /** Subnets by id. */
  SUBNETS,
  /** How far the pass of a subnet has come, by the subnet's number. */
  PASSES,
  /** Addresses spent ahead of the pass: number and address. */
  SPENT,
  /** Until when addresses rest: number and address. */
  RESTS,
  /** Allocations by number and address. */
  ALLOCATIONS,
  /** What is taken, in chunks of 65,536 addresses: number and chunk; number alone: not all yet. */
  CHUNKS,
  /** Addresses taken or released since their chunk was written: number and address. */
  TOUCHED,
  /** Owner, subnet id, number, address. */
  BY_OWNER,
  /** Address, subnet id, number. */
  BY_ADDRESS,
  /** Idempotency keys. */
  KEYS,
  /** The addresses that were allocated under a key, 1,024 a row. */
  KEY_RESULTS,
  /** Subnet pools by id. */
  POOLS,
  /** Address scopes by id. */
  SCOPES,
  /** The subnets of a pool: pool id, CIDR. */
  BY_POOL,
  /** What changed: commit, part of it. */
  CHANGES,
  /** What an import under way notes; empty otherwise. */
  IMPORTED,
  /** Numbers of removed subnets whose rows are still to be deleted. */
  REMOVED;

  /** What stores lack that were made before there was such a table. */
  private static final Set<Family> ADDED = EnumSet.of(RESTS, CHANGES, IMPORTED);

  boolean isAdded() {
    return ADDED.contains(this);
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  byte[] labelBytes() {
    return label().getBytes(StandardCharsets.UTF_8);
  }
}
