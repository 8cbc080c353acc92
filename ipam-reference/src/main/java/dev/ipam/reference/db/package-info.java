/** What databases have in common, and where they differ: connections, statements, failures. */
@NullMarked
package dev.ipam.reference.db;

import org.jspecify.annotations.NullMarked;
