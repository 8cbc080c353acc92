/** Runs the kit with JUnit 5, which is needed for this package alone. */
@NullMarked
package dev.ipam.conformance.junit;

import org.jspecify.annotations.NullMarked;
