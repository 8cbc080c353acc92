/** What reconciliation by command reads and keeps: the list of owners, and what was seen before. */
@NullMarked
package dev.ipam.cli.reconcile;

import org.jspecify.annotations.NullMarked;
