/**
 * What a driver implements: the operations that a store must carry out atomically, and how a driver
 * is found and opened.
 */
@NullMarked
package dev.ipam.spi;

import org.jspecify.annotations.NullMarked;
