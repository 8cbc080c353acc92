package dev.ipam.migration.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.snapshot.SnapshotRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpFormatTest {
  private static Path shared;

  @TempDir Path directory;

  @BeforeContainer
  static void makeDirectory() throws IOException {
    shared = Files.createTempDirectory("dump-format");
    shared.toFile().deleteOnExit();
  }

  @Property(tries = 50)
  void everySnapshotComesBackAndGivesTheSameBytesAgain(@ForAll long seed) throws IOException {
    List<SnapshotRecord> records = RandomSnapshots.of(seed);
    Path plain = shared.resolve("a.jsonl");
    Path compressed = shared.resolve("a.jsonl.gz");
    DumpSummary written = DumpWriter.write(records.iterator(), plain, DumpProgress.NONE);
    DumpWriter.write(records.iterator(), compressed, DumpProgress.NONE);

    List<SnapshotRecord> read = read(plain);
    assertThat(read).isEqualTo(records);
    assertThat(read(compressed)).isEqualTo(records);
    assertThat(written.records()).isEqualTo(records.size());
    byte[] bytes = Files.readAllBytes(plain);
    assertThat(new GZIPInputStream(Files.newInputStream(compressed)).readAllBytes())
        .isEqualTo(bytes);
    DumpWriter.write(read.iterator(), plain, DumpProgress.NONE);
    assertThat(Files.readAllBytes(plain)).isEqualTo(bytes);
    byte[] gzip = Files.readAllBytes(compressed);
    DumpWriter.write(read.iterator(), compressed, DumpProgress.NONE);
    assertThat(Files.readAllBytes(compressed)).isEqualTo(gzip);
    assertThat(gzip).startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0);
    Files.delete(plain);
    Files.delete(compressed);
  }

  @Test
  void looksAsDocumented() throws IOException {
    Path file = directory.resolve("dump.jsonl");
    DumpWriter.write(SmallDump.records().iterator(), file, DumpProgress.NONE);

    assertThat(file).hasContent(SmallDump.text());
  }

  @Test
  @Tag("IPAM-7.27")
  void checksumsAreOfAllBytesBefore() throws IOException {
    Path file = directory.resolve("dump.jsonl");
    DumpWriter.write(SmallDump.records().iterator(), file, DumpProgress.NONE);
    List<String> lines = Files.readAllLines(file);
    String before = String.join("\n", lines.subList(0, lines.size() - 1)) + "\n";
    Sha256 digest = new Sha256();
    byte[] bytes = before.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    digest.update(bytes, bytes.length);

    assertThat(lines.get(lines.size() - 1)).contains(digest.soFar());
  }

  @Test
  void onlyTheOwnerMayReadIt() throws IOException {
    Path file = directory.resolve("dump.jsonl");
    DumpWriter.write(SmallDump.records().iterator(), file, DumpProgress.NONE);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void whatFailsLeavesTheFormerFileAndNothingElse() throws IOException {
    Path file = directory.resolve("dump.jsonl");
    Files.writeString(file, "former");
    Iterator<SnapshotRecord> failing =
        new Iterator<>() {
          private final Iterator<SnapshotRecord> some = SmallDump.records().iterator();
          private int left = 3;

          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public SnapshotRecord next() {
            if (left-- == 0) {
              throw new NoSuchElementException("the store failed");
            }
            return some.next();
          }
        };

    assertThatThrownBy(() -> DumpWriter.write(failing, file, DumpProgress.NONE))
        .hasMessage("the store failed");
    assertThat(file).hasContent("former");
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void refusesToWriteOverADirectory() {
    assertThatThrownBy(
            () -> DumpWriter.write(SmallDump.records().iterator(), directory, DumpProgress.NONE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is a directory");
  }

  @Test
  void tellsHowFarItHasCome() throws IOException {
    Path file = directory.resolve("dump.jsonl");
    List<Long> written = new ArrayList<>();
    List<Long> read = new ArrayList<>();
    List<SnapshotRecord> records = SmallDump.manyAllocations(2_500);
    DumpWriter.write(records.iterator(), file, (done, bytes) -> written.add(done.allocations()));
    DumpReader.read(
        file,
        block -> assertThat(block.size()).isBetween(1, 1_000),
        (done, bytes) -> read.add(done.allocations()));

    assertThat(written).containsExactly(998L, 1_998L, 2_500L);
    assertThat(read).containsExactly(998L, 1_998L, 2_500L, 2_500L);
  }

  private static List<SnapshotRecord> read(Path file) throws IOException {
    List<SnapshotRecord> records = new ArrayList<>();
    DumpReader.read(file, records::addAll, DumpProgress.NONE);
    return records;
  }
}
