/** Processes that work on a driver under test, so that they can be killed. Not for vendors. */
@NullMarked
package dev.ipam.conformance.child;

import org.jspecify.annotations.NullMarked;
