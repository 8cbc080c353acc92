/**
 * Moves the authority, with all data, from one store to another: any driver to any driver, through
 * the SPI alone.
 */
@NullMarked
package dev.ipam.migration;

import org.jspecify.annotations.NullMarked;
