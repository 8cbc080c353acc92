/** The operator's command {@code ipam}. */
@NullMarked
package dev.ipam.cli;

import org.jspecify.annotations.NullMarked;
