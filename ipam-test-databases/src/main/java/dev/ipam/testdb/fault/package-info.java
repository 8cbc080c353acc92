/**
 * A network between a client and its database that cuts, delays and refuses when a test says so.
 */
@NullMarked
package dev.ipam.testdb.fault;

import org.jspecify.annotations.NullMarked;
