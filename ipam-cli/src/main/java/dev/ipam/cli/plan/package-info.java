/** Address plans: reading them, comparing them with a store, and carrying them out. */
@NullMarked
package dev.ipam.cli.plan;

import org.jspecify.annotations.NullMarked;
