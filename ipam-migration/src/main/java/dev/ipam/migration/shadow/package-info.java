/** The rehearsal of a switch: a shadow that is asked what the driver that serves was asked. */
@NullMarked
package dev.ipam.migration.shadow;

import org.jspecify.annotations.NullMarked;
