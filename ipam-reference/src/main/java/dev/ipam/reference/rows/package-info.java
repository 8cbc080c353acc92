/** The tables: which row says what, and the statements that read and write them. */
@NullMarked
package dev.ipam.reference.rows;

import org.jspecify.annotations.NullMarked;
