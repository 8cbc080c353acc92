/** The space of subnet pools and address scopes: what is free, and what overlaps. */
@NullMarked
package dev.ipam.builtin.prefix;

import org.jspecify.annotations.NullMarked;
