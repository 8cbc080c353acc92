/** The built-in driver: an index in memory over an embedded, crash-safe store. */
@NullMarked
package dev.ipam.builtin;

import org.jspecify.annotations.NullMarked;
