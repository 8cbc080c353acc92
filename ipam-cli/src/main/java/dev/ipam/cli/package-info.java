/** The operator's command: its entry, its options, and one class per group of commands. */
@NullMarked
package dev.ipam.cli;

import org.jspecify.annotations.NullMarked;
