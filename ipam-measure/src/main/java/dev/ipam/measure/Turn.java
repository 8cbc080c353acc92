package dev.ipam.measure;

/** What a caller does again and again while it is measured. */
@FunctionalInterface
public interface Turn {
  /**
   * Does it once. Called by several threads at once where a side has several callers.
   *
   * @param caller the caller's number, from 0
   * @return how many operations that were
   * @throws Exception if it fails; the measurement fails then
   */
  int once(int caller) throws Exception;
}
