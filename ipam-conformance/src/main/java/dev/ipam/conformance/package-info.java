/** The conformance kit: the rules of the contract as tests that a driver's vendor runs. */
@NullMarked
package dev.ipam.conformance;

import org.jspecify.annotations.NullMarked;
