/** Stores to measure in: opened, filled, and removed afterwards. */
@NullMarked
package dev.ipam.bench.store;

import org.jspecify.annotations.NullMarked;
