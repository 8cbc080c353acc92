/** Concurrent histories of a driver, recorded and checked for linearizability against the model. */
@NullMarked
package dev.ipam.conformance.linear;

import org.jspecify.annotations.NullMarked;
