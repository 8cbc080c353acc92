/** The vendor-neutral file that a store is exported to and imported from. */
@NullMarked
package dev.ipam.migration.dump;

import org.jspecify.annotations.NullMarked;
