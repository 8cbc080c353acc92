/** The rules of the contract, read from the contract itself. */
@NullMarked
package dev.ipam.conformance.contract;

import org.jspecify.annotations.NullMarked;
