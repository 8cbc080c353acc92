package dev.ipam.migrate;

/**
 * Is told how a migration goes, in the thread that carries it out.
 *
 * @since 0.1
 */
public interface MigrationListener {
  /** Tells nobody. */
  MigrationListener NONE = new MigrationListener() {};

  /**
   * Says what begins.
   *
   * @param step one sentence for a person
   */
  default void step(String step) {}

  /**
   * Says how much more was read, written or compared.
   *
   * @param records how many records since it was told last
   */
  default void advanced(long records) {}
}
