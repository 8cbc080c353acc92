/** A small driver in memory, with any capabilities and with faults on demand, for tests. */
@NullMarked
package dev.ipam.memory;

import org.jspecify.annotations.NullMarked;
