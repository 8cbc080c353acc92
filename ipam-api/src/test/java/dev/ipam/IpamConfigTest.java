package dev.ipam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.ConfigurationException;
import dev.ipam.spi.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IpamConfigTest {
  private static final Setting PATH =
      new Setting("ipam.x.path", "IPAM_X_PATH", "default", false, "Where.");
  private static final Setting BARE = Setting.of("ipam.x.bare", null, "Nothing by default.");

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("ipam.properties");
  }

  private IpamConfig load(String text) throws IOException {
    return IpamConfig.load(Files.writeString(file, text));
  }

  @Test
  void defaultsHoldWhereNothingIsSet() {
    assertThat(IpamConfig.empty().value(PATH)).contains("default");
    assertThat(IpamConfig.empty().value(BARE)).isEmpty();
    assertThat(IpamConfig.empty().driver()).isEqualTo("builtin");
  }

  @Test
  void laterLayersOverrideEarlierOnes() throws IOException {
    IpamConfig fromFile = load("ipam.x.path = file\nipam_driver = x\n");
    IpamConfig withEnvironment =
        fromFile.withEnvironment(Map.of("IPAM_X_PATH", "environment", "HOME", "/root"));
    IpamConfig withSet = withEnvironment.with("ipam.x.path", "set");

    assertThat(fromFile.value(PATH)).contains("file");
    assertThat(fromFile.driver()).isEqualTo("x");
    assertThat(withEnvironment.value(PATH)).contains("environment");
    assertThat(withSet.value(PATH)).contains("set");
    assertThat(withSet.withEnvironment(Map.of("IPAM_X_PATH", "again")).value(PATH))
        .contains("again");
  }

  @Test
  void theEnvironmentGivesOnlyWhatASettingNames() {
    IpamConfig config =
        IpamConfig.empty().withEnvironment(Map.of("IPAM_X_BARE", "no", "ipam.x.bare", "no"));

    assertThat(config.value(BARE)).isEmpty();
    assertThat(config.keys()).isEmpty();
  }

  @Test
  void otherKeysInAFileAreAnotherOnes() throws IOException {
    IpamConfig config = load("server.port = 8080\nipamfoo = 1\nipam.x.path = \\\n  /data  \n");

    assertThat(config.keys()).containsExactly("ipam.x.path");
    assertThat(config.value(PATH)).contains("/data");
  }

  @Test
  void aFileMayBeginWithAByteOrderMarkAndHoldAnyCharacter() throws IOException {
    assertThat(load("\uFEFFipam.x.path = /données\n").value(PATH)).contains("/données");
  }

  @Test
  void aFileThatCannotBeUsedIsNamedWithTheReason() throws IOException {
    Path missing = directory.resolve("missing.properties");
    Path latin = Files.write(directory.resolve("latin"), new byte[] {'a', '=', (byte) 0xE9});
    Path large = Files.write(directory.resolve("large"), new byte[(1 << 20) + 1]);
    Path escape = Files.writeString(directory.resolve("escape"), "ipam.x.path = \\u12\n");

    assertRefused(missing, "there is no such file; check the path");
    assertRefused(directory, "it is a directory; name a properties file");
    assertRefused(latin, "it is not UTF-8 text");
    assertRefused(large, "it is larger than 1 MiB; is it the right file?");
    assertRefused(Path.of("/dev/zero"), "it is larger than 1 MiB; is it the right file?");
    assertRefused(escape, "it holds a malformed \\u escape; write the character itself");
  }

  private static void assertRefused(Path path, String reason) {
    assertThatThrownBy(() -> IpamConfig.load(path))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> {
              assertThat(e.key()).isEqualTo(path.toString());
              assertThat(e.reason()).isEqualTo(reason);
            })
        .hasMessageStartingWith("Configuration file \"");
  }

  @Test
  void aFileOfTooManyKeysIsNotOurs() {
    String keys = "k%d=1\n".repeat(10_001);
    Object[] numbers = java.util.stream.IntStream.range(0, 10_001).boxed().toArray();

    assertThatThrownBy(() -> load(keys.formatted(numbers)))
        .hasMessageContaining("more than 10000 keys");
  }

  @Test
  void aKeyThatStandsTwiceIsRefused() {
    assertThatThrownBy(() -> load("ipam.x.path=a\nother=1\nother=2\nipam.x.path=a\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("\"ipam.x.path\"")
        .hasMessageContaining("twice; keep one");
  }

  @Test
  void aValueThatIsTooLongIsRefusedWithoutBeingPrinted() {
    String secret = "s".repeat(8_193);
    String limit = "t".repeat(8_192);

    assertThat(IpamConfig.empty().with("ipam.x.path", limit).value(PATH)).contains(limit);
    assertThatThrownBy(() -> IpamConfig.empty().with("ipam.x.path", secret))
        .hasMessageContaining("\"ipam.x.path\": its value has more than 8192 characters")
        .hasMessageNotContaining("sss");
    IpamConfig fromEnvironment =
        IpamConfig.empty().withEnvironment(Map.of("IPAM_X_PATH", secret, "IPAM_OTHER", secret));
    assertThat(fromEnvironment.value(BARE)).isEmpty();
    assertThatThrownBy(() -> fromEnvironment.value(PATH))
        .hasMessageContaining("\"IPAM_X_PATH\"")
        .hasMessageNotContaining("sss");
  }

  @Test
  void itsTextLeavesOutTheValues() {
    assertThat(IpamConfig.empty().with("ipam.x.password", "hush").toString())
        .contains("ipam.x.password")
        .doesNotContain("hush");
  }

  @Test
  void anEmptyFileIsAnEmptyConfiguration() throws IOException {
    Files.write(file, "".getBytes(StandardCharsets.UTF_8));

    assertThat(IpamConfig.load(file).keys()).isEmpty();
  }
}
