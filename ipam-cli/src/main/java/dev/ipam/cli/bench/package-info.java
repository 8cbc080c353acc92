/** Measures a store beside the limit of its disk or its database. */
@NullMarked
package dev.ipam.cli.bench;

import org.jspecify.annotations.NullMarked;
