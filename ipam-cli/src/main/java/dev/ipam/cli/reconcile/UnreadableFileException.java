package dev.ipam.cli.reconcile;

import java.io.IOException;
import java.nio.file.Path;

/** A file that was named on the command line cannot be read or written. */
public final class UnreadableFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableFileException(Path file, String reason, IOException cause) {
    super("The file " + file + " cannot be used: " + reason, cause);
  }
}
