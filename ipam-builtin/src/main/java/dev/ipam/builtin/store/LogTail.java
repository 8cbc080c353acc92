package dev.ipam.builtin.store;

import dev.ipam.error.StoreCorruptException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the torn end of a log from damage that looks like one, and the other way round.
 *
 * <p>RocksDB takes a record in a log's last block that is longer than what is left of the file for
 * a write that was cut short, and drops it with everything behind it. If a whole record follows,
 * its length was damaged: a write begins only after the one before it has ended.
 *
 * <p>After a loss of power some file systems show the new length of a file, but zeros in the place
 * of the data that was not written yet. In the midst of a record, RocksDB refuses that as damage;
 * where a record should begin, it skips it, whatever follows. So zeros up to the end of the newest
 * log are cut off here, and what is left is a write that was cut short. File systems lose whole
 * sectors: zeros that begin elsewhere in a record are damage, and so are zeros that data follows.
 *
 * <p>Every record's checksum is compared, so that RocksDB is shown nothing that is damaged: it does
 * not say where the damage is, and a type that was changed can keep it busy for ever.
 */
final class LogTail {
  private static final int SECTOR = 512;

  private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);

  private final Path store;
  private final Path log;
  private final FileChannel channel;
  private final long size;
  private final LogBlock block = new LogBlock();

  private LogTail(Path store, Path log, FileChannel channel) throws IOException {
    this.store = store;
    this.log = log;
    this.channel = channel;
    this.size = channel.size();
  }

  /** Checks all logs of a store that is not open, and mends the end of the newest one. */
  static void mendAll(Path store) throws IOException {
    List<Path> logs;
    try (Stream<Path> all = Files.list(store.resolve(StoreDirectory.DATA))) {
      // Numbers grow beyond the six digits that they are filled up to.
      logs =
          all.filter(file -> file.toString().endsWith(".log"))
              .sorted(
                  Comparator.comparingInt((Path file) -> file.toString().length())
                      .thenComparing(Comparator.naturalOrder()))
              .toList();
    }
    for (int i = 0; i < logs.size(); i++) {
      // The next one was begun when all before it was written.
      mend(store, logs.get(i), i < logs.size() - 1 ? Long.MAX_VALUE : 0);
    }
  }

  /**
   * Checks a file that is written as a log is, and cuts zeros off its end.
   *
   * @param written how much of it had been written for sure: zeros in there are damage
   */
  static void mend(Path store, Path log, long written) throws IOException {
    long zeros;
    try (FileChannel channel = FileChannel.open(log)) {
      LogTail tail = new LogTail(store, log, channel);
      zeros = tail.zeros();
      if (zeros < 0) {
        return;
      }
      if (zeros < written) {
        throw tail.corrupt("it holds zeros from byte " + zeros + " on, where data was");
      }
      LOG.warn(
          "{} of the store at {} ends with {} zeros: the write that was under way is dropped",
          tail.name(),
          store,
          tail.size - zeros);
    }
    // Durable before the next log is there, behind which zeros would be damage.
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      channel.truncate(zeros);
      channel.force(true);
    }
  }

  /** Returns where the zeros begin that it ends with in the place of records, or -1. */
  private long zeros() throws IOException {
    long used = used();
    for (long start = 0; start < size; start += LogBlock.SIZE) {
      block.read(channel, start);
      for (int at = 0; block.mayHold(at); at = block.end(at)) {
        if (start + at >= used) {
          return start + at;
        }
        if (!block.isIntact(at)) {
          return torn(start, at, used);
        }
      }
    }
    return -1;
  }

  /** Judges the first record that is not as it was written; all before it are. */
  private long torn(long start, int at, long used) {
    long end = start + block.end(at);
    long sector = (used + SECTOR - 1) / SECTOR * SECTOR;
    if (end > used && sector < Math.min(size, end)) {
      return sector;
    }
    String record = "the record at byte " + (start + at);
    if (block.isBlank(at)) {
      throw corrupt(record + " is blank");
    }
    if (block.isWithin(at)) {
      throw corrupt(record + " does not match its checksum");
    }
    if (size - start >= LogBlock.SIZE) {
      throw corrupt(record + " is longer than its block");
    }
    int next = block.recordAfter(at);
    if (next >= 0) {
      throw corrupt(
          record + " has a wrong length, since a whole one follows at byte " + (start + next));
    }
    return -1;
  }

  /** Returns the end of the last byte that is not zero, or 0. */
  private long used() throws IOException {
    long start = Math.max(0, size - 1) / LogBlock.SIZE * LogBlock.SIZE;
    block.read(channel, start);
    while (block.used() == 0 && start > 0) {
      start -= LogBlock.SIZE;
      block.read(channel, start);
    }
    return start + block.used();
  }

  private String name() {
    return StoreDirectory.DATA + "/" + log.getFileName();
  }

  private StoreCorruptException corrupt(String problem) {
    return new StoreCorruptException(store.toString(), name(), problem);
  }
}
