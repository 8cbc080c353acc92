/**
 * The recorded outcomes of real Neutron, replayed: what an input gave there must be what it gives
 * here, but for the departures, each a predicate over inputs with the contract's own answer and an
 * asserted count.
 *
 * <p>{@link dev.ipam.conformance.vectors.VectorSuite} is the way in.
 */
@NullMarked
package dev.ipam.conformance.vectors;

import org.jspecify.annotations.NullMarked;
