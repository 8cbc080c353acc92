/** Pictures of what came out. */
@NullMarked
package dev.ipam.bench.picture;

import org.jspecify.annotations.NullMarked;
