/** Drivers side by side on the same steps: the proof that they answer alike. */
@NullMarked
package dev.ipam.conformance.parity;

import org.jspecify.annotations.NullMarked;
