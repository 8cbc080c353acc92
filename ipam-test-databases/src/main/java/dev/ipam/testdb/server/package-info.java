/**
 * Database servers that live as long as the JVM at most: bring-up, orderly stop, {@code kill -9},
 * restart.
 */
@NullMarked
package dev.ipam.testdb.server;

import org.jspecify.annotations.NullMarked;
