/** Other allocators, run beside ours or by the figures they were seen with. */
@NullMarked
package dev.ipam.bench.peer;

import org.jspecify.annotations.NullMarked;
