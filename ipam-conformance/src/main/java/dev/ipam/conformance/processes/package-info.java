/** Several processes on one store. */
@NullMarked
package dev.ipam.conformance.processes;

import org.jspecify.annotations.NullMarked;
