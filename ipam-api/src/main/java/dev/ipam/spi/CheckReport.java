package dev.ipam.spi;

/**
 * What {@link Checkable} read and found.
 *
 * @param records how many records were read
 * @param problems how many problems were found
 * @since 0.1
 */
public record CheckReport(long records, long problems) {
  /**
   * Tells whether nothing is wrong.
   *
   * @return whether no problem was found
   */
  public boolean isSound() {
    return problems == 0;
  }
}
