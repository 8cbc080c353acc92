/**
 * The facade that callers use, the configuration it is built from, and the registry that finds the
 * driver by name.
 */
@NullMarked
package dev.ipam;

import org.jspecify.annotations.NullMarked;
