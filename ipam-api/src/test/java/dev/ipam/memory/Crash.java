package dev.ipam.memory;

/** The end of the process, as far as a test can have it: nothing catches it. */
public final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  public Crash(String where) {
    super(where, null, false, false);
  }
}
