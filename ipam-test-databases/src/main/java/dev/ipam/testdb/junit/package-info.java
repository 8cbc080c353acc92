/** Which databases this machine has, one server of each shared by a JVM, and JUnit's part in it. */
@NullMarked
package dev.ipam.testdb.junit;

import org.jspecify.annotations.NullMarked;
