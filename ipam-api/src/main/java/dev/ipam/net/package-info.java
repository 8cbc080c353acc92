/**
 * The values of address management: addresses, CIDRs, ranges, MAC addresses, and the arithmetic of
 * allocation pools.
 *
 * <p>Every type is immutable, safe for use by any number of threads, and validated when it is
 * built, so that a malformed value cannot exist. Nothing here enumerates addresses and nothing
 * looks anything up: the work of every method is bounded by the number of bits of an address, or by
 * the number of pools given.
 */
@NullMarked
package dev.ipam.net;

import org.jspecify.annotations.NullMarked;
