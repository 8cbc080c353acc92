package dev.ipam.migration.dump;

/**
 * Is told how far an export or import has come, every thousand records and at the end, in the
 * thread that does it.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface DumpProgress {
  /** Tells nobody. */
  DumpProgress NONE = (done, bytes) -> {};

  /**
   * Says how far it has come.
   *
   * @param done what has been written or read and checked
   * @param bytes how many bytes of the file that is, as the file has them (compressed, where it is)
   */
  void at(DumpSummary done, long bytes);
}
