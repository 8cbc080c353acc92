/** What happens in memory only, measured by JMH. */
@NullMarked
package dev.ipam.bench.memory;

import org.jspecify.annotations.NullMarked;
