/** Units of work: what is not committed is given back. */
@NullMarked
package dev.ipam.unit;

import org.jspecify.annotations.NullMarked;
