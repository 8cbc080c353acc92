/**
 * The files of a store: its directory, its lock, its RocksDB tables and the form of their records.
 */
@NullMarked
package dev.ipam.builtin.store;

import org.jspecify.annotations.NullMarked;
