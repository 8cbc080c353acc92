package dev.ipam.cli.reconcile;

import dev.ipam.cli.text.IoReasons;
import dev.ipam.error.InvalidValueException;
import dev.ipam.error.Printable;
import dev.ipam.migration.dump.NewFile;
import dev.ipam.net.IpAddress;
import dev.ipam.reconcile.Sighting;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was seen leaked, kept between two runs. What stands here lets addresses be freed, so that it
 * is the owner's alone to write, and whole or refused: a heading that names the store, a line for
 * each sighting, and at the end how many there are.
 */
public final class SightingsFile {
  /** Leaks beyond these are kept when those are gone. */
  public static final int MOST = 1_000_000;

  private static final String WHAT = "file of leaks";
  private static final String FORMAT = "ipam-leaks 1 ";
  private static final String END = "end ";
  private static final int FIELDS = 5;

  private final Path file;
  private final String heading;

  /**
   * Names the file.
   *
   * @param file the file
   * @param storeId the store that it tells of
   */
  public SightingsFile(Path file, String storeId) {
    this.file = file;
    this.heading = FORMAT + storeId;
  }

  /**
   * Reads what the last run wrote.
   *
   * @return the sightings, none where there is no file yet
   * @throws UnreadableFileException if the file cannot be read
   * @throws InvalidValueException if it is another file, of another store, damaged, or somebody
   *     else could have written it
   */
  public List<Sighting> read() {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    checkOwner();
    List<Sighting> sightings = new ArrayList<>();
    int[] line = {0};
    boolean[] ended = {false};
    new BoundedLines(file, WHAT, MOST + 2)
        .forEach(
            text -> {
              if (ended[0]) {
                throw malformed(text, "stands after the end");
              } else if (line[0]++ == 0) {
                checkHeading(text);
              } else if (text.startsWith(END)) {
                if (!text.equals(END + sightings.size())) {
                  throw malformed(text, "is not the number of lines before it");
                }
                ended[0] = true;
              } else {
                sightings.add(sighting(text));
              }
            });
    if (!ended[0]) {
      throw BoundedLines.refusal(WHAT, file, "its end is missing; remove it to begin anew");
    }
    return sightings;
  }

  private void checkHeading(String text) {
    if (text.startsWith(FORMAT) && !text.equals(heading)) {
      throw malformed(text, "is of another store; name another file with --state");
    }
    if (!text.equals(heading)) {
      throw malformed(text, "is not how such a file begins; name another one with --state");
    }
  }

  /** A symbolic link, or a file that others may write, may hold what others wish to be freed. */
  private void checkOwner() {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    try {
      PosixFileAttributes attributes =
          Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        throw BoundedLines.refusal(WHAT, file, "it is not a regular file");
      }
      if (!attributes.owner().equals(user())) {
        throw BoundedLines.refusal(WHAT, file, "it belongs to somebody else");
      }
      Set<PosixFilePermission> others = new HashSet<>(attributes.permissions());
      others.removeAll(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
      if (!others.isEmpty()) {
        throw BoundedLines.refusal(
            WHAT, file, "others may use it (chmod 600, if it is known to be right)");
      }
    } catch (IOException e) {
      throw new UnreadableFileException(file, IoReasons.of(e), e);
    }
  }

  /**
   * A name need not be known of the user who runs this, and a file system may have another one for
   * them: whoever makes a file there owns it.
   */
  private UserPrincipal user() throws IOException {
    Path own = Files.createTempFile(file.toAbsolutePath().resolveSibling("."), ".ipam-", null);
    try {
      return Files.getOwner(own);
    } finally {
      Files.delete(own);
    }
  }

  private static Sighting sighting(String text) {
    String[] fields = text.split("\t", -1);
    if (fields.length != FIELDS) {
      throw malformed(text, "has not the five fields of a leak");
    }
    try {
      long token = Long.parseLong(fields[2]);
      return new Sighting(
          fields[3], IpAddress.parse(fields[1]), token, fields[4], Instant.parse(fields[0]));
    } catch (NumberFormatException | DateTimeException e) {
      throw malformed(text, "has no time or token where one belongs");
    }
  }

  private static InvalidValueException malformed(String text, String why) {
    String shown = text.length() <= 60 ? text : text.substring(0, 60) + "…";
    shown = Printable.text(shown);
    return new InvalidValueException("InvalidFile", "\"" + shown + "\" " + why + ".", shown);
  }

  /**
   * Replaces the file, as a whole or not at all.
   *
   * @param sightings what is leaked now; of more than {@link #MOST}, the first ones are kept
   * @throws UnreadableFileException if the file cannot be written; the old one is there then
   */
  public void write(List<Sighting> sightings) {
    List<Sighting> kept = sightings.subList(0, Math.min(sightings.size(), MOST));
    try (NewFile target = new NewFile(file);
        Writer out =
            new BufferedWriter(new OutputStreamWriter(target, StandardCharsets.UTF_8), 1 << 16)) {
      out.write(heading + "\n");
      for (Sighting each : kept) {
        // No id may hold a tab or the end of a line.
        out.write(
            each.firstSeen()
                + "\t"
                + each.address()
                + "\t"
                + each.token()
                + "\t"
                + each.subnetId()
                + "\t"
                + each.owner()
                + "\n");
      }
      out.write(END + kept.size() + "\n");
      out.flush();
      target.keep();
    } catch (IOException e) {
      throw new UnreadableFileException(file, IoReasons.of(e), e);
    }
  }
}
