/** A subnet's addresses as a picture: counted in one pass and bounded memory, then drawn. */
@NullMarked
package dev.ipam.cli.map;

import org.jspecify.annotations.NullMarked;
