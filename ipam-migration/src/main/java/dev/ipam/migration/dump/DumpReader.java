package dev.ipam.migration.dump;

import dev.ipam.error.InvalidDumpException;
import dev.ipam.snapshot.SnapshotCheck;
import dev.ipam.snapshot.SnapshotRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads records, and passes a block on when its checksum matches. */
final class DumpReader {
  private static final int BUFFER = 1 << 16;

  private final CountingInput file;
  private final Lines lines;
  private final Sha256 digest = new Sha256();
  private final RecordReader reader = new RecordReader();
  private final SnapshotCheck check = new SnapshotCheck();
  private final DumpSummary.Counter counter = new DumpSummary.Counter();
  private final List<SnapshotRecord> block = new ArrayList<>(Format.BLOCK);
  private long number;
  private long blocks;
  private boolean last;

  private DumpReader(CountingInput file, InputStream in) {
    this.file = file;
    this.lines = new Lines(in);
  }

  static DumpSummary read(Path path, Consumer<List<SnapshotRecord>> sink, DumpProgress progress)
      throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return read(in, sink, progress);
    }
  }

  /** Reads all of a stream, which stays open. */
  static DumpSummary read(
      InputStream source, Consumer<List<SnapshotRecord>> sink, DumpProgress progress)
      throws IOException {
    CountingInput file = new CountingInput(new BufferedInputStream(source, BUFFER));
    InputStream in = decoded(file);
    DumpReader reader = new DumpReader(file, in);
    try {
      return reader.read(sink, progress);
    } catch (BadLine e) {
      throw reader.invalid(e.reason);
    } finally {
      if (in instanceof GzipSource gzip) {
        gzip.free();
      }
    }
  }

  /** By what it is and not by its name: a dump may have been renamed. */
  private static InputStream decoded(CountingInput file) throws IOException {
    file.in().mark(2);
    boolean gzip = file.in().read() == GzipSource.MAGIC_0 && file.in().read() == GzipSource.MAGIC_1;
    file.in().reset();
    return gzip ? new GzipSource(file) : file;
  }

  private DumpSummary read(Consumer<List<SnapshotRecord>> sink, DumpProgress progress)
      throws IOException, BadLine {
    header();
    while (!readBlock()) {
      sink.accept(block);
      progress.at(counter.sum(), file.count());
      block.clear();
    }
    if (nextLine()) {
      throw new BadLine("it comes after the last line of the dump");
    }
    check.end();
    progress.at(counter.sum(), file.count());
    return counter.sum();
  }

  private void header() throws IOException, BadLine {
    if (!nextLine()) {
      throw new BadLine("the file is empty");
    }
    if (!lines.is(Format.header())) {
      throw new BadLine(Header.fault(lines.bytes(), lines.length()));
    }
    digest.update(lines.bytes(), lines.length());
  }

  /** Reads one block and its checksum; true where the end of the dump came instead. */
  private boolean readBlock() throws IOException, BadLine {
    while (nextLine()) {
      if (lines.startsWith("{\"end\":")) {
        end();
        return true;
      }
      if (lines.startsWith("{\"block\":")) {
        endBlock();
        return false;
      }
      if (last || block.size() == Format.BLOCK) {
        throw new BadLine("the checksum of a block, or the end of the dump, should be here");
      }
      record();
    }
    throw new BadLine("the dump has no end; the file was cut off");
  }

  private void record() throws BadLine {
    SnapshotRecord record = reader.read(lines.bytes(), lines.length());
    try {
      check.accept(record);
    } catch (InvalidDumpException e) {
      throw new BadLine(e.reason());
    }
    digest.update(lines.bytes(), lines.length());
    counter.count(record);
    block.add(record);
  }

  private void endBlock() throws BadLine {
    byte[] expected = Format.block(blocks + 1, block.size(), digest.soFar());
    if (block.isEmpty() || !lines.is(expected)) {
      throw new BadLine("the records before it do not match the checksum of their block");
    }
    digest.update(lines.bytes(), lines.length());
    blocks++;
    last = block.size() < Format.BLOCK;
  }

  private void end() throws BadLine {
    if (!block.isEmpty()) {
      throw new BadLine("the checksum of the last block is missing");
    }
    if (!lines.is(Format.trailer(blocks, counter.sum().records(), digest.soFar()))) {
      throw new BadLine("the totals or the checksum of the whole dump do not match");
    }
  }

  private boolean nextLine() throws IOException, BadLine {
    number++;
    return lines.next();
  }

  private InvalidDumpException invalid(String reason) {
    return new InvalidDumpException("line " + number, reason);
  }
}
