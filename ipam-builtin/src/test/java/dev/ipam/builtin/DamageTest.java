package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ipam.error.StoreCorruptException;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Files that are damaged, missing or cut: never half a store. */
class DamageTest {
  @TempDir Path directory;
  private Path store;

  @BeforeEach
  void fill() {
    store = directory.resolve("store");
    for (int opening = 0; opening < 2; opening++) {
      try (BuiltinDriver driver = Opened.in(store)) {
        if (opening == 0) {
          driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
        }
        for (int i = 0; i < 20; i++) {
          driver.allocate(AllocationRequest.any("a").withOwner("me"));
        }
      }
    }
  }

  private List<Path> files(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(store.resolve("db"))) {
      return files
          .filter(file -> file.toString().endsWith(suffix) && file.toFile().length() > 0)
          .sorted()
          .toList();
    }
  }

  private StoreCorruptException refusal() {
    StoreCorruptException e =
        catchThrowableOfType(StoreCorruptException.class, () -> Opened.in(store).close());
    assertThat(e).isNotNull();
    return e;
  }

  @Test
  void aDamagedRecordInMidLogIsRefusedAndTheLogIsNamed() throws IOException {
    Path log = files(".log").get(0);
    byte[] bytes = Files.readAllBytes(log);
    bytes[bytes.length / 2] ^= 1;
    Files.write(log, bytes);
    assertThat(refusal().part()).isEqualTo("db/" + log.getFileName());
    assertThat(Files.readAllBytes(log)).isEqualTo(bytes);
  }

  /**
   * RocksDB by itself reads a manifest for ever in which a record is said to be of a reused file.
   */
  @Test
  @Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
  void aRecordsTypeThatIsDamagedIsRefusedAndItsFileIsNamed() throws IOException {
    Path manifest =
        store.resolve("db").resolve(Files.readString(store.resolve("db/CURRENT")).strip());
    for (Path file : List.of(manifest, files(".log").get(0))) {
      byte[] bytes = Files.readAllBytes(file);
      List<Integer> heads = StoreImage.of(store).records("db/" + file.getFileName());
      int type = heads.get(heads.size() / 2) + 6;
      for (int bit = 0; bit < 8; bit++) {
        bytes[type] ^= (byte) (1 << bit);
        Files.write(file, bytes);
        assertThat(refusal().part()).isEqualTo("db/" + file.getFileName());
        bytes[type] ^= (byte) (1 << bit);
      }
      Files.write(file, bytes);
    }
    Opened.in(store).close();
  }

  @Test
  void aLogThatIsMissingIsNoticed() throws IOException {
    Files.delete(files(".log").get(0));
    assertThat(refusal().part()).startsWith("db");
  }

  @Test
  void theTornEndOfTheLastWriteIsDropped() throws IOException {
    Path log = files(".log").get(0);
    byte[] bytes = Files.readAllBytes(log);
    Files.write(log, Arrays.copyOf(bytes, bytes.length - 5));
    try (BuiltinDriver driver = Opened.in(store)) {
      assertThat(driver.usage("a").allocated()).isEqualTo(39);
    }
  }

  @Test
  void aTableThatIsMissingIsNamed() throws IOException {
    Path table = files(".sst").get(0);
    Files.delete(table);
    assertThat(refusal().part()).isEqualTo("db/" + table.getFileName());
  }

  @Test
  void damageThatIsMetWhileReadingIsReportedAndNothingElseIs() throws IOException {
    for (Path table : files(".sst")) {
      byte[] bytes = Files.readAllBytes(table);
      // The first block holds rows; opening reads the end of the file only.
      bytes[4] ^= 1;
      Files.write(table, bytes);
    }
    assertThatExceptionOfType(StoreCorruptException.class)
        .isThrownBy(
            () -> {
              try (BuiltinDriver driver = Opened.in(store)) {
                driver.usage("a");
              }
            })
        .satisfies(e -> assertThat(e.part()).endsWith(".sst"));
  }
}
