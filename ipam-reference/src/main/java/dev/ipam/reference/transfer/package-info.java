/** What leaves a store and comes into one as a whole: export, changes, import. */
@NullMarked
package dev.ipam.reference.transfer;

import org.jspecify.annotations.NullMarked;
