/** What the facade needs of a migration, which a module of its own carries out. */
@NullMarked
package dev.ipam.migrate;

import org.jspecify.annotations.NullMarked;
