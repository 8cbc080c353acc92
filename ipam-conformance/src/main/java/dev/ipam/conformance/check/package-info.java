/** Checks over many rules: what the kit does besides one test for each. */
@NullMarked
package dev.ipam.conformance.check;

import org.jspecify.annotations.NullMarked;
