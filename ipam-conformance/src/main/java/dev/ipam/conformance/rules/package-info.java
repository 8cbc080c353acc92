/**
 * A test for each rule that binds a driver, through the SPI alone: one small class for a topic, all
 * of them listed in {@link dev.ipam.conformance.rules.RuleCatalog}.
 */
@NullMarked
package dev.ipam.conformance.rules;

import org.jspecify.annotations.NullMarked;
