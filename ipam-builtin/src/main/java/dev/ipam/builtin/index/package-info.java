/**
 * The in-memory index of one subnet: which addresses are taken, which rest, and which one is handed
 * out next.
 *
 * <p>Everything here counts in offsets from the subnet's network address, unsigned numbers of 128
 * bits held as two longs. Nothing here is safe for use by several threads at once: the engine
 * serialises access to a subnet.
 */
@NullMarked
package dev.ipam.builtin.index;

import org.jspecify.annotations.NullMarked;
