/** Authority for drivers that keep none: a record beside the facade, and a fence in it. */
@NullMarked
package dev.ipam.record;

import org.jspecify.annotations.NullMarked;
