package dev.ipam.migration.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.InvalidDumpException;
import dev.ipam.snapshot.SnapshotRecord;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedDumpTest {
  private static final String HEADER = "{\"format\":\"ipam-dump\",\"version\":1}\n";
  private static final String MARK = "{\"type\":\"token_mark\",\"token\":7}\n";

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("dump");
  }

  @ParameterizedTest
  @ValueSource(strings = {"d.jsonl", "d.jsonl.gz"})
  @Tag("IPAM-7.27")
  void noFlippedByteIsBelieved(String name) throws IOException {
    byte[] whole = small(name);
    List<Integer> harmless = new ArrayList<>();
    for (int at = 0; at < whole.length; at++) {
      for (int mask : new int[] {1, 64}) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) mask;
        if (isRead(damaged)) {
          harmless.add(at);
        }
      }
    }

    // Time, speed and system in a gzip header say nothing about what is in it, nor do the bits that
    // fill up the last byte before its checksum.
    assertThat(harmless)
        .allMatch(at -> name.endsWith(".gz") && ((at >= 4 && at < 10) || at == whole.length - 9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"d.jsonl", "d.jsonl.gz"})
  void noTruncatedDumpIsBelieved(String name) throws IOException {
    byte[] whole = small(name);
    for (int length = 0; length < whole.length; length++) {
      assertThat(isRead(Arrays.copyOf(whole, length))).as("cut at " + length).isFalse();
    }
    assertThat(isRead(whole)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"d.jsonl", "d.jsonl.gz"})
  void nothingMayFollow(String name) throws IOException {
    byte[] whole = small(name);

    assertThat(isRead(Arrays.copyOf(whole, whole.length + 1))).isFalse();
    byte[] twice = Arrays.copyOf(whole, 2 * whole.length);
    System.arraycopy(whole, 0, twice, whole.length, whole.length);
    assertThat(isRead(twice)).isFalse();
  }

  /** What damage cannot be told from by luck: the block's records are right, its place is not. */
  @Test
  void blocksMayNotBeLeftOutNorChangePlaces() throws IOException {
    Path whole = directory.resolve("whole.jsonl");
    DumpWriter.write(SmallDump.manyAllocations(3_998).iterator(), whole, DumpProgress.NONE);
    List<String> lines = Files.readAllLines(whole);
    List<String> without = new ArrayList<>(lines);
    without.subList(1_002, 2_003).clear();
    Files.write(file, without);
    refused("line 2003", "checksum of their block");

    List<String> unfinished = new ArrayList<>(lines.subList(0, 2_003));
    unfinished.add(lines.get(lines.size() - 1));
    Files.write(file, unfinished);
    refused("line 2004", "totals or the checksum");
  }

  @Test
  @Tag("IPAM-7.27")
  void anotherVersionIsNamed() throws IOException {
    Files.writeString(file, "{\"format\":\"ipam-dump\",\"version\":2,\"new\":{\"er\":[1]}}\nx\n");
    refused("line 1", "is of version 2", "reads version 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "hello\n",
        "{}\n",
        "[1]\n",
        "null\n",
        "{\"format\":\"other\",\"version\":1}\n",
        "{\"format\":\"ipam-dump\"}\n",
        "{\"format\":\"ipam-dump\",\"version\":1}",
        "{\"format\":\"ipam-dump\",\"version\":1, \"x\":1}\n",
        "{\"format\":\"ipam-dump\",\"version\":99999999999999999999999}\n",
        "\u0000\u0001\u0002\n"
      })
  void foreignFilesAreRefused(String content) throws IOException {
    Files.writeString(file, content);
    refused("line 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"token_mark\",\"token\":9223372036854775808} | more than 64 bits",
        "{\"type\":\"token_mark\",\"token\":1e99} | neither text nor number",
        "{\"type\":\"token_mark\",\"token\":99999999999999999999999999999999999999999} | JSON",
        "{\"type\":\"token_mark\",\"token\":-1} | token mark -1",
        "{\"type\":\"token_mark\",\"token\":\"1\"} | is no number",
        "{\"type\":\"token_mark\",\"token\":null} | neither",
        "{\"type\":\"token_mark\"} | \"token\" is missing",
        "{\"type\":\"token_mark\",\"token\":1,\"token\":1} | comes twice",
        "{\"type\":\"token_mark\",\"token\":1,\"more\":1} | \"more\" does not belong",
        "{\"type\":\"token_mark\",\"token\":{\"a\":1}} | neither",
        "{\"type\":\"token_mark\",\"token\":[[[[[1]]]]]} | nesting",
        "{\"type\":\"token_mark\",\"token\":1} {} | follows",
        "{\"type\":\"token_mark\",\"token\":1 | JSON",
        "{\"type\":\"unheard\",\"token\":1} | \"unheard\" is not known",
        "{\"token\":1} | \"type\" is missing",
        "{\"type\":\"subnet\",\"id\":\"s\"} | \"project\" is missing",
        "{\"type\":\"pass\",\"subnet_id\":\"s\",\"position\":\"10.0.0.999\"} | cannot be",
        "{\"type\":\"scope\",\"id\":\" s\",\"project\":\"p\",\"ip_version\":4,\"shared\":true} | white",
        "{\"type\":\"scope\",\"id\":\"s\",\"project\":\"p\",\"ip_version\":5,\"shared\":true} | cannot",
        "{\"type\":\"key\",\"key\":\"k\",\"fingerprint\":\"zz\",\"counts\":[1]} | fingerprint",
        "{\"type\":\"spent\",\"subnet_id\":\"s\",\"ranges\":[[\"10.0.0.1\"]]} | first and last",
        "{\"type\":\"spent\",\"subnet_id\":\"s\",\"ranges\":[]} | 0 ranges",
        "{\"block\":1,\"records\":0,\"sha256\":\"\"} | do not match",
        "{\"end\":true,\"blocks\":0,\"records\":0,\"sha256\":\"\"} | do not match",
        "{\"end\":true,\"blocks\":1000000,\"records\":1000000000,\"sha256\":\"\"} | do not match",
        "not json | JSON",
      })
  void recordsThatCannotBeAreRefusedWithTheirLine(String line, String reason) throws IOException {
    Files.writeString(file, HEADER + line + "\n");
    refused("line 2", reason);
  }

  @Test
  void aTextIsNoLongerThanAnyThatIsWritten() throws IOException {
    Files.writeString(file, HEADER + "{\"type\":\"" + "x".repeat(10_000) + "\"}\n");
    refused("line 2", "JSON");
  }

  @Test
  void brokenUtf8IsRefused() throws IOException {
    byte[] line =
        (HEADER + "{\"type\":\"scope\",\"id\":\"?\"}\n").getBytes(StandardCharsets.US_ASCII);
    line[HEADER.length() + 23] = (byte) 0xc3;
    Files.write(file, line);
    refused("line 2");
  }

  @Test
  @Tag("IPAM-7.19")
  void anEndlessLineIsRefusedInBoundedMemory() throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(HEADER.getBytes(StandardCharsets.US_ASCII));
      fill(out, 'x', 40 << 20);
    }
    refused("line 2", "more than 16777216 bytes");
  }

  /** Each is an object in memory, and far more than the two bytes that it is in the line. */
  @Test
  @Tag("IPAM-7.19")
  void aLineOfMillionsOfNothingsIsRefused() throws IOException {
    String begun = HEADER + "{\"type\":\"spent\",\"subnet_id\":\"s\",\"ranges\":[";
    Files.writeString(file, begun + "[],".repeat(2_000_000) + "[]]}\n");
    refused("line 2", "more than 1048576 items");
    StringBuilder fields = new StringBuilder("{\"type\":\"token_mark\"");
    for (int i = 0; i < 1_000; i++) {
      fields.append(",\"f").append(i).append("\":[]");
    }
    Files.writeString(file, HEADER + fields + "}\n");
    refused("line 2", "more than 64 fields");
  }

  /** A thousand times as many zeros as bytes. */
  @Test
  @Tag("IPAM-7.19")
  void aZipBombIsRefusedBeforeItUnfolds() throws IOException {
    try (OutputStream out = gzip()) {
      out.write(HEADER.getBytes(StandardCharsets.US_ASCII));
      fill(out, '0', 64 << 20);
    }
    refused("line 2", "more than 16777216 bytes");
  }

  /** Each line is right and short enough; it is their padding that would go on for ever. */
  @Test
  void linesThatAreMostlyPaddingAreRefusedByTheirRatio() throws IOException {
    try (OutputStream out = gzip()) {
      out.write(HEADER.getBytes(StandardCharsets.US_ASCII));
      out.write(MARK.getBytes(StandardCharsets.US_ASCII));
      for (int i = 10; i < 30; i++) {
        out.write(("{\"type\":\"scope\",\"id\":\"s" + i).getBytes(StandardCharsets.US_ASCII));
        out.write("\",\"project\":\"p\",\"ip_version\":4,".getBytes(StandardCharsets.US_ASCII));
        fill(out, ' ', 8 << 20);
        out.write("\"shared\":true}\n".getBytes(StandardCharsets.US_ASCII));
      }
    }
    refused("gzip", "more than 500 bytes come out of each");
  }

  @Test
  void gzipWithAnythingUnusualInItsHeaderIsRefused() throws IOException {
    byte[] whole = small("d.jsonl.gz");
    whole[3] = 8;
    Files.write(file, whole);
    refused("gzip", "header");
  }

  private OutputStream gzip() throws IOException {
    return new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file)), 1 << 16);
  }

  private static void fill(OutputStream out, char with, int count) throws IOException {
    byte[] chunk = new byte[1 << 16];
    Arrays.fill(chunk, (byte) with);
    for (int i = 0; i < count; i += chunk.length) {
      out.write(chunk);
    }
  }

  private byte[] small(String name) throws IOException {
    Path whole = directory.resolve(name);
    DumpWriter.write(SmallDump.records().iterator(), whole, DumpProgress.NONE);
    return Files.readAllBytes(whole);
  }

  /** Whether it is read as what it was; anything else but a refusal is a failure. */
  private boolean isRead(byte[] bytes) throws IOException {
    List<SnapshotRecord> read = new ArrayList<>();
    try {
      DumpReader.read(new ByteArrayInputStream(bytes), read::addAll, DumpProgress.NONE);
    } catch (InvalidDumpException e) {
      assertThat(e.reason()).isNotBlank();
      return false;
    }
    assertThat(read).isEqualTo(SmallDump.records());
    return true;
  }

  private void refused(String position, String... anyOf) {
    assertThatThrownBy(() -> Dump.check(file, DumpProgress.NONE))
        .isInstanceOfSatisfying(
            InvalidDumpException.class,
            e -> {
              assertThat(e.position()).isEqualTo(position);
              if (anyOf.length > 0) {
                assertThat(anyOf).anyMatch(e.reason()::contains);
              }
            });
  }
}
