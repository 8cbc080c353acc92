/** Steps on drivers: made from a seed, taken, judged by the model, shrunk, written and read. */
@NullMarked
package dev.ipam.conformance.steps;

import org.jspecify.annotations.NullMarked;
