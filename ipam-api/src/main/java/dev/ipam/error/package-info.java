/**
 * Every failure a caller can meet, each with its category, its stable code and whether asking again
 * may help.
 */
@NullMarked
package dev.ipam.error;

import org.jspecify.annotations.NullMarked;
