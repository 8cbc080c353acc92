package dev.ipam.cli.reconcile;

import dev.ipam.cli.text.IoReasons;
import dev.ipam.error.InvalidValueException;
import dev.ipam.request.AllocationRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;

/**
 * The owners that exist, and when that was written down.
 *
 * @param owners the owners
 * @param asOf when the list was made, as far as its file says; never later than it was read
 */
public record OwnerList(Set<String> owners, Instant asOf) {
  private static final String WHAT = "list of owners";
  private static final int MOST = 10_000_000;

  /**
   * Reads a list: one owner a line, UTF-8; empty lines count for nothing.
   *
   * @param file the file
   * @param now the present time
   * @return the owners
   * @throws UnreadableFileException if the file cannot be read
   * @throws InvalidValueException if it is no such list, or names nobody
   */
  public static OwnerList read(Path file, Instant now) {
    // Before its content, so that what is written meanwhile counts as not yet known.
    Instant asOf = writtenAt(file, now);
    Set<String> owners = new HashSet<>();
    new BoundedLines(file, WHAT, MOST)
        .forEach(
            line -> {
              if (!line.isEmpty()) {
                owners.add(checked(line));
              }
            });
    if (owners.isEmpty()) {
      throw BoundedLines.refusal(
          WHAT,
          file,
          "it names nobody, so that every address would count as leaked; check how it was made");
    }
    return new OwnerList(owners, asOf);
  }

  private static Instant writtenAt(Path file, Instant now) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      Instant written = attributes.lastModifiedTime().toInstant();
      // A pipe is being written as it is read.
      Instant asOf = !attributes.isRegularFile() || written.isAfter(now) ? now : written;
      return asOf.truncatedTo(ChronoUnit.MILLIS);
    } catch (IOException e) {
      throw new UnreadableFileException(file, IoReasons.of(e), e);
    }
  }

  /** Whatever no request may name cannot be the owner of anything: the file is another one. */
  private static String checked(String owner) {
    AllocationRequest.any("any").withOwner(owner);
    return owner;
  }
}
