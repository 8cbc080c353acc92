package dev.ipam.testdb.fault;

/** What a proxy does once, at the first statement that fits. */
interface Trap {
  /** Whether this statement is the one; true once. */
  boolean takes(String sql);
}
