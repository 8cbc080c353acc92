/** Checks which parts of the project may know which. */
@NullMarked
package dev.ipam.architecture;

import org.jspecify.annotations.NullMarked;
