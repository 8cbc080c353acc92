/** Runs the kit on a driver. */
@NullMarked
package dev.ipam.conformance.run;

import org.jspecify.annotations.NullMarked;
