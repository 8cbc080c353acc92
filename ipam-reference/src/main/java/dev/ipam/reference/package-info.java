/** The reference driver: the contract on a shared SQL database. */
@NullMarked
package dev.ipam.reference;

import org.jspecify.annotations.NullMarked;
