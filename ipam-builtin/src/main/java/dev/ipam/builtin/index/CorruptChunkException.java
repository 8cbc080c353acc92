package dev.ipam.builtin.index;

/**
 * The bytes of a chunk are not what an index writes, so the store they come from is damaged.
 *
 * @since 0.1
 */
public final class CorruptChunkException extends Exception {
  private static final long serialVersionUID = 1;

  CorruptChunkException(String fault) {
    super("The chunk is damaged: " + fault + ".");
  }
}
