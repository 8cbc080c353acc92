/** What survives: processes that are killed, power that fails. */
@NullMarked
package dev.ipam.conformance.crash;

import org.jspecify.annotations.NullMarked;
