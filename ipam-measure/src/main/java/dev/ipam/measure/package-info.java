/**
 * Measuring: a side that is measured in turn with its limit, so that what else the machine does
 * meanwhile falls out of their ratio.
 */
@NullMarked
package dev.ipam.measure;

import org.jspecify.annotations.NullMarked;
