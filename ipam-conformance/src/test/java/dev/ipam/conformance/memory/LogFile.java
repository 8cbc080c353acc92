package dev.ipam.conformance.memory;

import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.steps.StepText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/** A file of records, one after the other: what was done, when, and by which dice. */
final class LogFile implements AutoCloseable {
  private static final int HEAD = 12;

  private final FileChannel channel;
  private final FileChannel lockChannel;
  private long read;

  record Entry(long millis, long seed, Step step) {}

  private LogFile(FileChannel channel, FileChannel lockChannel) {
    this.channel = channel;
    this.lockChannel = lockChannel;
  }

  static boolean exists(Path directory) {
    return Files.exists(directory.resolve("log"));
  }

  /** Creates a log that survives a loss of power. */
  static void create(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path log = directory.resolve("log");
    try (FileChannel made =
        FileChannel.open(log, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      made.force(true);
    }
    try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  static LogFile open(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("log"), StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new LogFile(
        channel,
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
  }

  FileLock lock() throws IOException {
    return lockChannel.lock();
  }

  Optional<FileLock> tryLock() throws IOException {
    try {
      return Optional.ofNullable(lockChannel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  /** Reads what was written since it was read last. */
  List<Entry> more() throws IOException {
    List<Entry> entries = new ArrayList<>();
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    while (fill(head, read)) {
      head.flip();
      ByteBuffer body = ByteBuffer.allocate(head.getInt());
      if (!fill(body, read + HEAD) || crc(body.array()) != head.getLong()) {
        break;
      }
      String[] words = new String(body.array(), StandardCharsets.UTF_8).split(" ", 3);
      entries.add(
          new Entry(
              Long.parseLong(words[0]),
              Long.parseLong(words[1]),
              Labels.fromDisk(StepText.read(words[2]))));
      read += HEAD + body.capacity();
      head.clear();
    }
    return entries;
  }

  private boolean fill(ByteBuffer buffer, long at) throws IOException {
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, at + buffer.position());
      if (count < 0) {
        return false;
      }
    }
    return true;
  }

  /** Writes a record where reading ended, over whatever torn end is there. */
  void append(Entry entry) throws IOException {
    byte[] body =
        (entry.millis() + " " + entry.seed() + " " + StepText.write(Labels.forDisk(entry.step())))
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer record = ByteBuffer.allocate(HEAD + body.length);
    record.putInt(body.length).putLong(crc(body)).put(body).flip();
    long at = read;
    read += record.capacity();
    while (record.hasRemaining()) {
      at += channel.write(record, at);
    }
  }

  /** Whether nothing was written since it was read last. */
  boolean isRead() throws IOException {
    return channel.size() == read;
  }

  void sync() throws IOException {
    channel.force(false);
  }

  private static long crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }

  @Override
  public void close() throws IOException {
    channel.close();
    lockChannel.close();
  }
}
