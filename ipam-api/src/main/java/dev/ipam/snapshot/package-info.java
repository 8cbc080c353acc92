/**
 * What a store holds, as typed records in one order that every driver shares: what an export gives,
 * an import takes, and changes are told in.
 */
@NullMarked
package dev.ipam.snapshot;

import org.jspecify.annotations.NullMarked;
