package dev.ipam.cli.text;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says for a person why a file cannot be used. */
public final class IoReasons {
  private IoReasons() {}

  /**
   * Returns the reason of a failure.
   *
   * @param failure the failure
   * @return a clause without a full stop
   */
  public static String of(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file; check the path";
    }
    if (failure instanceof AccessDeniedException) {
      return "access is denied; check its permissions";
    }
    if (failure instanceof FileAlreadyExistsException || failure instanceof NotDirectoryException) {
      return "there is a file of this name; name another directory";
    }
    if (failure instanceof FileSystemLoopException) {
      return "its symbolic links go round in circles";
    }
    return "the system says: " + failure.getMessage();
  }
}
