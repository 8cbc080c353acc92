package dev.ipam.builtin.store;

/** A row that is not what this version writes; its message is a clause that says why. */
final class MalformedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedRecordException(String message) {
    super(message);
  }
}
