/** Runs the kit on any driver of the class path, by its name. */
@NullMarked
package dev.ipam.conformance.launch;

import org.jspecify.annotations.NullMarked;
