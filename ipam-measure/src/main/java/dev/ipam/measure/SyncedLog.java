package dev.ipam.measure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The least that a durable store does: write a record to the end of a file, {@code fdatasync},
 * answer. It shows what a disk allows.
 *
 * <p>Callers that come while the disk is busy share the next sync. Safe for several threads. A
 * preallocated file is written over from its beginning when it is full, so that its size never
 * changes and no sync has to write it down; a growing one is what most logs are.
 */
public final class SyncedLog implements AutoCloseable {
  /** How large a record is, in bytes. */
  public static final int RECORD = 256;

  private static final int MOST = 1024;
  private static final int MIB = 1 << 20;
  private static final int PREALLOCATED_MIB = 64;

  private static final class Entry {
    private final Thread caller = Thread.currentThread();
    private @Nullable IOException failure;
    private volatile boolean done;
  }

  private final Path file;
  private final FileChannel channel;
  private final boolean preallocated;
  private final ByteBuffer bytes = ByteBuffer.allocateDirect(RECORD * MOST);
  private final Queue<Entry> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock leadership = new ReentrantLock();
  private final List<Entry> taken = new ArrayList<>();
  private long position;

  private SyncedLog(Path file, FileChannel channel, boolean preallocated) {
    this.file = file;
    this.channel = channel;
    this.preallocated = preallocated;
  }

  /**
   * Makes a log that grows with every record.
   *
   * @param directory where its file is, until it is closed
   * @return the log
   * @throws IOException if the file cannot be made
   */
  public static SyncedLog growing(Path directory) throws IOException {
    Path file = Files.createTempFile(directory, "ipam-bench-", ".log");
    return new SyncedLog(file, FileChannel.open(file, StandardOpenOption.WRITE), false);
  }

  /**
   * Makes a log of 64 MiB that was written before.
   *
   * @param directory where its file is, until it is closed
   * @return the log
   * @throws IOException if the file cannot be made
   */
  public static SyncedLog preallocated(Path directory) throws IOException {
    Path file = Files.createTempFile(directory, "ipam-bench-", ".log");
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    ByteBuffer zeros = ByteBuffer.allocateDirect(MIB);
    for (int i = 0; i < PREALLOCATED_MIB; i++) {
      channel.write(zeros.clear(), (long) i * MIB);
    }
    channel.force(true);
    return new SyncedLog(file, channel, true);
  }

  /**
   * Returns callers that each write a record in every turn.
   *
   * @param callers how many
   * @return the side
   */
  public Side side(int callers) {
    String what = preallocated ? "write over and fdatasync" : "append and fdatasync";
    return new Side(
        callers == 1 ? what : what + ", shared by " + callers + " callers",
        callers,
        caller -> {
          write();
          return 1;
        });
  }

  /** Returns when the record is on the disk. */
  private void write() throws IOException {
    Entry own = new Entry();
    waiting.add(own);
    while (!own.done) {
      if (leadership.tryLock()) {
        try {
          if (!own.done) {
            writeAll();
          }
        } finally {
          leadership.unlock();
          Entry next = waiting.peek();
          if (next != null) {
            LockSupport.unpark(next.caller);
          }
        }
      } else {
        LockSupport.park(this);
      }
    }
    if (own.failure != null) {
      throw new IOException(own.failure.getMessage(), own.failure);
    }
  }

  private void writeAll() {
    Entry next = waiting.poll();
    while (next != null) {
      taken.add(next);
      next = taken.size() < MOST ? waiting.poll() : null;
    }
    IOException failure = null;
    try {
      int size = RECORD * taken.size();
      if (preallocated && position + size > (long) PREALLOCATED_MIB * MIB) {
        position = 0;
      }
      bytes.clear().limit(size);
      while (bytes.hasRemaining()) {
        position += channel.write(bytes, position);
      }
      channel.force(false);
    } catch (IOException e) {
      failure = e;
    }
    for (Entry record : taken) {
      record.failure = failure;
      record.done = true;
      if (record.caller != Thread.currentThread()) {
        LockSupport.unpark(record.caller);
      }
    }
    taken.clear();
  }

  /** Closes the file and removes it. */
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }
}
