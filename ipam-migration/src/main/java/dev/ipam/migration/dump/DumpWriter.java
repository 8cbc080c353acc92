package dev.ipam.migration.dump;

import dev.ipam.snapshot.SnapshotCheck;
import dev.ipam.snapshot.SnapshotRecord;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.zip.GZIPOutputStream;

/** Writes records, block by block. */
final class DumpWriter {
  private static final int BUFFER = 1 << 16;

  /** Measured: a third of the time of the default level, for an eighth more bytes. */
  private static final int LEVEL = 2;

  private final Sha256 digest = new Sha256();
  private final RecordWriter lines = new RecordWriter();
  private final SnapshotCheck check = new SnapshotCheck();
  private final DumpSummary.Counter counter = new DumpSummary.Counter();
  private final OutputStream out;
  private long blocks;
  private int inBlock;

  private DumpWriter(OutputStream out) {
    this.out = out;
  }

  static DumpSummary write(Iterator<SnapshotRecord> records, Path file, DumpProgress progress)
      throws IOException {
    try (NewFile target = new NewFile(file)) {
      DumpSummary sum;
      try (OutputStream out = encoded(target, file)) {
        sum = new DumpWriter(out).write(records, target, progress);
      }
      target.keep();
      progress.at(sum, target.count());
      return sum;
    }
  }

  /** Leaves the file open when it is closed: the file is still to be kept or not. */
  private static OutputStream encoded(NewFile file, Path name) throws IOException {
    OutputStream open = new BufferedOutputStream(new KeptOpen(file), BUFFER);
    return name.getFileName().toString().endsWith(Dump.COMPRESSED) ? new Gzip(open) : open;
  }

  private DumpSummary write(Iterator<SnapshotRecord> records, NewFile target, DumpProgress progress)
      throws IOException {
    put(Format.header());
    while (records.hasNext()) {
      SnapshotRecord record = records.next();
      check.accept(record);
      JsonLine line = lines.write(record);
      if (line.length() > Format.LONGEST_LINE) {
        throw new IOException(
            "record " + check.records() + " needs more than " + Format.LONGEST_LINE + " bytes");
      }
      put(line.bytes(), line.length());
      counter.count(record);
      inBlock++;
      if (inBlock == Format.BLOCK) {
        endBlock();
        progress.at(counter.sum(), target.count());
      }
    }
    check.end();
    if (inBlock > 0) {
      endBlock();
    }
    put(Format.trailer(blocks, counter.sum().records(), digest.soFar()));
    return counter.sum();
  }

  private void endBlock() throws IOException {
    blocks++;
    put(Format.block(blocks, inBlock, digest.soFar()));
    inBlock = 0;
  }

  private void put(byte[] line) throws IOException {
    put(line, line.length);
  }

  private void put(byte[] line, int length) throws IOException {
    digest.update(line, length);
    out.write(line, 0, length);
  }

  private static final class KeptOpen extends OutputStream {
    private final OutputStream file;

    KeptOpen(OutputStream file) {
      this.file = file;
    }

    @Override
    public void write(int value) throws IOException {
      file.write(value);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      file.write(bytes, from, length);
    }
  }

  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(LEVEL);
    }

    @Override
    public void close() throws IOException {
      super.close();
      def.end();
    }
  }
}
