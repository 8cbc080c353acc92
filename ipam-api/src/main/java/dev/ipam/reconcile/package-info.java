/** Finding and freeing what is held by owners that no longer exist. */
@NullMarked
package dev.ipam.reconcile;

import org.jspecify.annotations.NullMarked;
