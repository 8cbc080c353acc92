/** Reaches the process that serves a store which no other process can open, to migrate it live. */
@org.jspecify.annotations.NullMarked
package dev.ipam.migration.control;
