/** The deep check: what the tables say of each other. */
@NullMarked
package dev.ipam.reference.check;

import org.jspecify.annotations.NullMarked;
