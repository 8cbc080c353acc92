/**
 * Real databases for tests: their kinds, and where a fresh one is reached.
 *
 * <p>{@link dev.ipam.testdb.junit.ForEachDatabase} is where a test starts; {@link
 * dev.ipam.testdb.junit.Databases} where anything else does.
 */
@NullMarked
package dev.ipam.testdb;

import org.jspecify.annotations.NullMarked;
