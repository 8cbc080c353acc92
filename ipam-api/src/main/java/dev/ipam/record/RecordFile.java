package dev.ipam.record;

import dev.ipam.error.ConfigurationException;
import dev.ipam.error.Outcome;
import dev.ipam.error.Printable;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.error.UnavailableException;
import dev.ipam.file.OwnerOnly;
import dev.ipam.file.ProcessLock;
import dev.ipam.spi.AuthorityState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The record of authority of one driver's store, in a file of its own: the store's id and location
 * and its state. Whoever has it open holds a lock on it; it is replaced as a whole, by a rename.
 */
final class RecordFile implements AutoCloseable {
  private static final String SETTING = "ipam.authority.path";
  private static final String FORM = "ipam-authority 1";
  private static final int LINES = 4;
  private static final long MOST_BYTES = 16_384;

  private final Path folder;
  private final Path file;
  private final Path lockFile;
  private final String identity;
  private @Nullable ProcessLock lock;

  /**
   * Names the record.
   *
   * @param folder where records are kept
   * @param driver the driver's name
   * @param storeId the id of its store
   * @param location where the store is
   */
  RecordFile(Path folder, String driver, String storeId, String location) {
    this.folder = folder;
    this.file = folder.resolve(driver + ".authority");
    this.lockFile = folder.resolve(driver + ".lock");
    this.identity = oneLine(storeId) + '\n' + oneLine(location);
  }

  private static String oneLine(String text) {
    return Printable.text(text);
  }

  /** Tells whether a driver has a record in a folder; one that cannot be looked at is one. */
  static boolean exists(Path folder, String driver) {
    return !Files.notExists(folder.resolve(driver + ".authority"));
  }

  /** Returns the state that was written last, and holds the record from then on; null if none. */
  @Nullable AuthorityState read() {
    return Files.notExists(file) ? null : claim();
  }

  /** As {@link #read}, but holds the place of a record that is not there as well. */
  @Nullable AuthorityState claim() {
    hold();
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw corrupt("it is larger than any record");
      }
      String[] lines = Files.readString(file).split("\n", -1);
      if (lines.length != LINES + 1 || !lines[0].equals(FORM)) {
        throw corrupt("it is no record of authority");
      }
      if (!identity.equals(lines[1] + '\n' + lines[2])) {
        throw corrupt(
            "it is of another store, "
                + lines[1]
                + " at "
                + lines[2]
                + "; where that one is gone for good, delete the file");
      }
      return AuthorityState.parse(lines[3]);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IllegalArgumentException e) {
      throw corrupt("its state cannot be read");
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  /** Writes the state; when it returns, no crash undoes it. */
  void write(AuthorityState state) {
    hold();
    String text = FORM + '\n' + identity + '\n' + state.text() + '\n';
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      try (FileChannel channel =
          OwnerOnly.open(
              next,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      OwnerOnly.sync(folder);
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  /** Keeps every other process away, until it is closed. */
  private void hold() {
    if (lock != null) {
      return;
    }
    try {
      OwnerOnly.ensureDirectory(folder);
      if (OwnerOnly.isWritableByEveryone(folder)) {
        // Whoever can write a record can make a stale store the authority.
        throw new ConfigurationException(
            SETTING, "everybody may write to " + folder + "; take that permission away");
      }
      lock = ProcessLock.take(lockFile, file.toString());
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private StoreCorruptException corrupt(String problem) {
    return new StoreCorruptException(folder.toString(), file.getFileName().toString(), problem);
  }

  private UnavailableException unavailable(IOException e) {
    String why = e instanceof FileSystemException at ? at.getReason() : e.getMessage();
    return new UnavailableException(
        file.toString(), "the record of authority cannot be used: " + why, Outcome.UNKNOWN, e);
  }

  @Override
  public void close() {
    ProcessLock held = lock;
    if (held != null) {
      try {
        held.close();
      } catch (IOException e) {
        // The system releases it with the process.
      }
      lock = null;
    }
  }
}
