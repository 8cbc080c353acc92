/** What is free of a subnet, kept in rows: as runs, and for random choice as an order. */
@NullMarked
package dev.ipam.reference.space;

import org.jspecify.annotations.NullMarked;
