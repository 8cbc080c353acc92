package dev.ipam.conformance.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.builtin.BuiltinDriverProvider;
import dev.ipam.conformance.BuiltinUnderTest;
import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.KitProperties;
import dev.ipam.conformance.ScratchUnderTest;
import dev.ipam.conformance.StoreUnderTest;
import dev.ipam.conformance.memory.MemoryProvider;
import dev.ipam.error.ConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubjectsTest {
  private static final ClassLoader LOADER = SubjectsTest.class.getClassLoader();

  private static DriverUnderTest find(Map<String, String> given) {
    return Subjects.find(new BuiltinDriverProvider(), given, LOADER);
  }

  @Test
  void aStoreInFilesIsScratchAndIsRemovedAgain() {
    DriverUnderTest subject = find(Map.of("ipam.builtin.durability", "os"));
    Path directory;
    try (StoreUnderTest one = new StoreUnderTest(subject, Clock.systemUTC(), new Random(1));
        StoreUnderTest two = new StoreUnderTest(subject, Clock.systemUTC(), new Random(1))) {
      directory = Path.of(one.settings().get("ipam.builtin.path"));
      assertThat(directory)
          .isDirectory()
          .isNotEqualTo(Path.of(two.settings().get("ipam.builtin.path")));
      assertThat(one.settings()).containsEntry("ipam.builtin.durability", "os");
      assertThat(subject.directory(one.settings())).contains(directory.getParent());
      assertThat(subject.capabilities()).isEqualTo(one.driver().capabilities());
    }
    assertThat(directory.getParent()).doesNotExist();
  }

  @Test
  void aGivenPlaceNeedsANameThatIsNewForEachStore(@TempDir Path directory) {
    DriverUnderTest subject =
        find(Map.of("ipam.builtin.path", directory + "/" + ScratchUnderTest.STORE));
    Map<String, String> one = subject.newStore();
    Map<String, String> two = subject.newStore();
    assertThat(one.get("ipam.builtin.path"))
        .startsWith(directory + "/ipam_kit_")
        .isNotEqualTo(two.get("ipam.builtin.path"));
    assertThat(subject.directory(one)).isEmpty();

    assertThatThrownBy(() -> find(Map.of("ipam.builtin.path", directory.toString())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("{store}");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aDriverWithoutScratchStoresSaysWhatToDo() {
    assertThatThrownBy(() -> Subjects.find(new MemoryProvider(), Map.of(), LOADER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("DriverUnderTest");
    DriverUnderTest named =
        Subjects.find(new MemoryProvider(), Map.of(MemoryProvider.STORE, "{store}"), LOADER);
    assertThat(named.newStore().get(MemoryProvider.STORE)).startsWith("ipam_kit_");
  }

  @Test
  void anUnknownKeyIsRefused() {
    assertThatThrownBy(() -> find(Map.of("ipam.builtin.paht", "x")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("ipam.builtin.path");
  }

  @Test
  void theVendorsOwnClassComesFirst(@TempDir Path directory) throws Exception {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(DriverUnderTest.class.getName()), BuiltinUnderTest.class.getName());
    URL[] urls = {directory.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, LOADER)) {
      BuiltinDriverProvider provider = new BuiltinDriverProvider();
      assertThat(Subjects.find(provider, Map.of(), loader)).isInstanceOf(BuiltinUnderTest.class);
      assertThatThrownBy(
              () -> Subjects.find(provider, Map.of("ipam.builtin.durability", "os"), loader))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("BuiltinUnderTest");

      Files.writeString(services.resolve(DriverUnderTest.class.getName()), "no.such.Thing");
    }
    try (URLClassLoader loader = new URLClassLoader(urls, LOADER)) {
      assertThatThrownBy(() -> Subjects.find(new BuiltinDriverProvider(), Map.of(), loader))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("no.such.Thing");
    }
  }

  @Test
  void aChildMakesTheDriverThatItsParentNames() {
    System.setProperty(ScratchUnderTest.DRIVER, "builtin");
    try {
      assertThat(new ScratchUnderTest().provider()).isInstanceOf(BuiltinDriverProvider.class);
    } finally {
      System.clearProperty(ScratchUnderTest.DRIVER);
    }
  }

  private static String main(int code, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int actual =
        Main.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            arguments);
    assertThat(actual).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(code);
    return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theProgramSaysWhatIsWrongWithItsArguments() {
    assertThat(main(2)).contains("no driver is named", "usage:");
    assertThat(main(0, "--help")).contains("--set KEY=VALUE", "--rules LIST");
    assertThat(main(2, "builtin", "--seed")).contains("--seed needs a value");
    assertThat(main(2, "builtin", "--seed", "x")).contains("no whole number");
    assertThat(main(2, "builtin", "--effort", "x")).contains("\"x\" is unknown");
    assertThat(main(2, "builtin", "--set", "x")).contains("KEY=VALUE");
    assertThat(main(2, "builtin", "--rules", "9.99")).contains("\"9.99\" selects nothing");
    assertThat(main(2, "builtin", "--nix", "x")).contains("no option --nix");
    assertThat(main(3, "nix")).contains("\"nix\"", "builtin");
    assertThat(main(3, "java.lang.String")).contains("java.lang.String cannot be made");
    assertThat(main(3, "builtin", "--set", "ipam.builtin.path=x")).contains("{store}");
  }

  @Test
  void theProgramRunsOnlyTheRulesThatAreNamed() {
    String rule = "1.21";
    assertThat(main(0, "builtin", "--rules", rule)).contains("was not run: only 1.21 was to be");
    System.setProperty(KitProperties.RULES, rule);
    try {
      assertThat(main(0, "builtin")).contains("was not run: only 1.21 was to be");
    } finally {
      System.clearProperty(KitProperties.RULES);
    }
  }
}
