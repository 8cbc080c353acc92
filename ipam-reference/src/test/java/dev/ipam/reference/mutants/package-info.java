/** Drivers with one fault each in how they work inside a caller's transaction. */
@NullMarked
package dev.ipam.reference.mutants;

import org.jspecify.annotations.NullMarked;
