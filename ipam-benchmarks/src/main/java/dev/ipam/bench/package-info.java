/** The benchmarks' own command. */
@NullMarked
package dev.ipam.bench;

import org.jspecify.annotations.NullMarked;
