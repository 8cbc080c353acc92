/** The model as a driver in memory: what the kit proves itself on. */
@NullMarked
package dev.ipam.conformance.memory;

import org.jspecify.annotations.NullMarked;
