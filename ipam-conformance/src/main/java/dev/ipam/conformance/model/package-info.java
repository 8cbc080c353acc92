/**
 * The naive model of the contract: what every driver must answer, in plain sets, maps and {@link
 * java.math.BigInteger}s. It uses nothing of ipam-api, so that a fault in shared code cannot agree
 * with itself; one class per chapter of the contract.
 */
@NullMarked
package dev.ipam.conformance.model;

import org.jspecify.annotations.NullMarked;
