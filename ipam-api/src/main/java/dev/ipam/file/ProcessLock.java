package dev.ipam.file;

import dev.ipam.error.Printable;
import dev.ipam.error.StoreInUseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lock of what only one process may have open, and only once: a file, which says who holds it.
 * The system gives it up with the process. Immutable; may be closed by any thread.
 *
 * @since 0.1
 */
public final class ProcessLock implements AutoCloseable {
  /** Far behind the text, which must stay readable where locks are mandatory. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private static final int LONGEST = 1024;

  /**
   * The files that this process has locked. Whoever closes any channel to a file gives up all locks
   * that its process has on it (POSIX), so that a second channel must not even be opened.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private ProcessLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param file the lock's file, in a directory that is there; made where it is missing
   * @param what what is locked, for the refusal
   * @return the lock, which the caller closes
   * @throws StoreInUseException naming the holder, if another process, or somebody else in this
   *     one, has it
   * @throws IOException if the file cannot be used
   */
  public static ProcessLock take(Path file, String what) throws IOException {
    Path real = real(file);
    if (!HELD.add(real)) {
      throw new StoreInUseException(what, anotherHere());
    }
    boolean taken = false;
    try {
      ProcessLock lock = locked(real, what);
      taken = true;
      return lock;
    } finally {
      if (!taken) {
        HELD.remove(real);
      }
    }
  }

  private static ProcessLock locked(Path file, String what) throws IOException {
    FileChannel channel = OwnerOnly.open(file);
    boolean locked = false;
    try {
      FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
      if (lock == null) {
        throw new StoreInUseException(what, holder(channel));
      }
      write(channel, describe());
      locked = true;
      return new ProcessLock(file, channel);
    } catch (OverlappingFileLockException e) {
      // Of this library, loaded twice in one process.
      throw new StoreInUseException(what, anotherHere());
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static Path real(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path parent = absolute.getParent();
    return parent == null ? absolute : parent.toRealPath().resolve(absolute.getFileName());
  }

  private static String anotherHere() {
    return "another driver or facade in this process (" + pid() + ")";
  }

  private static void write(FileChannel channel, String text) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
  }

  /**
   * Tells who has a lock, or had it last.
   *
   * @param file the lock's file
   * @return the holder, in words, without control characters
   */
  public static String holder(Path file) {
    try {
      if (HELD.contains(real(file))) {
        return anotherHere();
      }
      try (FileChannel channel = FileChannel.open(file)) {
        return holder(channel);
      }
    } catch (IOException e) {
      return "another process";
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
    channel.read(bytes, 0);
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
    return text.isEmpty() ? "another process" : Printable.text(text);
  }

  private static String describe() {
    ProcessHandle.Info info = ProcessHandle.current().info();
    Optional<Instant> start = info.startInstant();
    String command =
        info.command().map(Path::of).map(Path::getFileName).map(Path::toString).orElse("java");
    String main = System.getProperty("sun.java.command", "").split(" ", 2)[0];
    return "process "
        + pid()
        + " ("
        + command
        + (main.isEmpty() ? "" : " " + main)
        + start.map(at -> ", started " + at.truncatedTo(ChronoUnit.SECONDS)).orElse("")
        + ")\n";
  }

  private static String pid() {
    return Long.toString(ProcessHandle.current().pid());
  }

  /**
   * Gives the lock up; the file stays, since deleting it would let two processes lock two files.
   *
   * @throws IOException if the file cannot be closed; the lock is given up all the same
   */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(file);
    }
  }
}
