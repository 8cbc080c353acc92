/** The driver while clients, databases and connections fail under load. */
@NullMarked
package dev.ipam.reference.faults;

import org.jspecify.annotations.NullMarked;
