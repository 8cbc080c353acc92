package dev.ipam.builtin.store;

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

/** The lock of a store: one process, one driver. The file says who holds it. */
final class StoreLock implements AutoCloseable {
  static final String NAME = "ipam.lock";

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

  private StoreLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws StoreInUseException naming the holder, if another driver has it
   */
  static StoreLock take(Path store) throws IOException {
    Path file = fileOf(store);
    if (!HELD.add(file)) {
      throw new StoreInUseException(store.toString(), anotherHere());
    }
    boolean taken = false;
    try {
      StoreLock lock = locked(store, file);
      taken = true;
      return lock;
    } finally {
      if (!taken) {
        HELD.remove(file);
      }
    }
  }

  private static StoreLock locked(Path store, Path file) throws IOException {
    FileChannel channel = OwnerOnly.open(file);
    try {
      FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
      if (lock == null) {
        throw new StoreInUseException(store.toString(), holder(channel));
      }
      write(channel, describe());
      return new StoreLock(file, channel);
    } catch (OverlappingFileLockException e) {
      // Of this library, loaded twice in one process.
      channel.close();
      throw new StoreInUseException(store.toString(), anotherHere());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static Path fileOf(Path store) throws IOException {
    return store.toRealPath().resolve(NAME);
  }

  private static String anotherHere() {
    return "another driver in this process (" + pid() + ")";
  }

  private static void write(FileChannel channel, String text) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
  }

  /** Returns who has a store, or had it last. */
  static String holder(Path store) {
    try {
      if (HELD.contains(fileOf(store))) {
        return anotherHere();
      }
      try (FileChannel channel = FileChannel.open(store.resolve(NAME))) {
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
    return text.isEmpty() ? "another process" : text.replaceAll("\\p{Cntrl}", "?");
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
