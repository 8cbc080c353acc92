package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.base.Splitter;
import dev.ipam.builtin.SmallStore.Ending;
import dev.ipam.builtin.store.StoreContent;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Zeros in a log: at the end of the newest one they are what some file systems leave of a write
 * that a loss of power cut short; anywhere else they are damage.
 */
class ZeroTailTest {
  private static final int SECTOR = 512;
  private static final int BLOCK = 1 << 15;

  @TempDir Path directory;
  private StoreImage left;

  @Test
  void zerosAtTheEndOfTheNewestLogAreTheEndOfTheLastWrite() {
    SmallStore store = store();
    StoreImage image = store.image();
    String log = image.newestLog();
    byte[] bytes = image.files().get(log);
    TreeSet<Integer> starts = new TreeSet<>(image.records(log));
    for (int at = 0; at < bytes.length; at += SECTOR) {
      starts.add(at);
    }
    assertThat(starts).hasSizeGreaterThan(image.records(log).size() + 3);
    for (int at : starts) {
      assertThat(read(image.with(log, zeros(bytes, at, bytes.length))))
          .as("zeros from byte %d", at)
          .isEqualTo(store.mayBeLeft(at, true).get(0));
    }
    assertThat(read(image.with(log, Arrays.copyOf(bytes, bytes.length + 3 * BLOCK))))
        .isEqualTo(store.content());
  }

  /** RocksDB by itself takes most of these for the end of a block, and goes on behind them. */
  @Test
  void zerosInThePlaceOfARecordThatDataFollowsAreDamage() {
    StoreImage image = store().image();
    for (String log : image.files().keySet()) {
      if (log.endsWith(".log")) {
        byte[] bytes = image.files().get(log);
        for (int head : image.records(log)) {
          assertRefused(image, log, zeros(bytes, head, head + 7));
        }
      }
    }
  }

  @Test
  void zerosAtTheEndOfAnOlderLogAreDamage() {
    StoreImage image = store().image();
    List<String> logs =
        image.files().keySet().stream().filter(name -> name.endsWith(".log")).toList();
    assertThat(logs).hasSize(2);
    byte[] bytes = image.files().get(logs.get(0));
    for (int head : image.records(logs.get(0))) {
      assertRefused(image, logs.get(0), zeros(bytes, head, bytes.length));
    }
    assertRefused(image, logs.get(0), Arrays.copyOf(bytes, bytes.length + SECTOR));
  }

  @Test
  void zerosInALogOfSeveralBlocksAreJudgedAsInOne() {
    Path store = directory.resolve("store");
    StoreImage image;
    try (BuiltinDriver driver = Opened.in(store)) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/16"));
      for (int i = 0; i < 4; i++) {
        driver.allocate(AllocationRequest.bulk("a", 1000));
      }
      image = StoreImage.of(store);
    }
    String log = image.newestLog();
    byte[] bytes = image.files().get(log);
    assertThat(bytes.length).isGreaterThan(3 * BLOCK);
    assertRefused(image, log, zeros(bytes, BLOCK, 2 * BLOCK));
    assertRefused(image, log, zeros(bytes, 0, BLOCK));
    assertRefused(image, log, zeros(bytes, BLOCK + SECTOR, bytes.length - 1));
    String whole = read(image);
    for (int at : List.of(BLOCK, 2 * BLOCK + SECTOR, bytes.length / SECTOR * SECTOR)) {
      byte[] torn = zeros(bytes, at, bytes.length);
      assertThat(read(image.with(log, torn)))
          .as("zeros from byte %d", at)
          .isEqualTo(read(image.with(log, Arrays.copyOf(bytes, at))))
          .isNotEqualTo(whole);
    }
  }

  @Test
  void zerosAtTheEndOfTheManifestAreHarmlessBehindWhatIsSealed() {
    SmallStore store = store();
    StoreImage image = store.image();
    String manifest =
        image.files().keySet().stream()
            .filter(name -> name.startsWith("db/MANIFEST-"))
            .reduce((first, second) -> second)
            .orElseThrow();
    byte[] bytes = image.files().get(manifest);
    assertThat(read(image.with(manifest, Arrays.copyOf(bytes, bytes.length + SECTOR))))
        .isEqualTo(store.content());
    String seal = new String(image.files().get("db/SEAL"), StandardCharsets.US_ASCII);
    int sealed = Integer.parseInt(Splitter.on(' ').splitToList(seal).get(3));
    for (int head : image.records(manifest)) {
      if (head < sealed) {
        assertRefused(image, manifest, zeros(bytes, head, bytes.length));
      }
    }
  }

  private SmallStore store() {
    return new SmallStore(directory.resolve("store"), Ending.KILLED_WITH_TWO_LOGS);
  }

  private static byte[] zeros(byte[] bytes, int from, int to) {
    byte[] changed = bytes.clone();
    Arrays.fill(changed, from, to, (byte) 0);
    return changed;
  }

  private void assertRefused(StoreImage image, String file, byte[] content) {
    assertThatExceptionOfType(StoreCorruptException.class)
        .isThrownBy(() -> read(image.with(file, content)))
        .satisfies(e -> assertThat(e.part()).isEqualTo(file));
    assertThat(left.files().get(file)).isEqualTo(content);
  }

  private String read(StoreImage image) {
    Path copy = directory.resolve("copy");
    image.writeTo(copy);
    try (BuiltinDriver driver = Opened.in(copy)) {
      return driver.engine().run(session -> StoreContent.of(session.tables()));
    } finally {
      left = StoreImage.of(copy);
      StoreImage.delete(copy);
    }
  }
}
