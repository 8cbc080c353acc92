/**
 * The model that the kit compares drivers with: the contract's rules of subnets and addresses over
 * plain sorted collections, simple enough to be seen to be right.
 */
@NullMarked
package dev.ipam.conformance.model;

import org.jspecify.annotations.NullMarked;
