package dev.ipam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.Category;
import dev.ipam.error.DriverNotFoundException;
import dev.ipam.error.Outcome;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Setting;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class DriverRegistryTest {
  @TempDir Path directory;

  /** Finds the providers of these class names, as a jar of a driver would name them. */
  private DriverRegistry load(String... classes) throws IOException {
    Path services = directory.resolve("META-INF/services/" + IpamDriverProvider.class.getName());
    Files.createDirectories(services.getParent());
    Files.write(services, Arrays.asList(classes));
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {directory.toUri().toURL()}, DriverRegistryTest.class.getClassLoader())) {
      return DriverRegistry.load(loader);
    }
  }

  public static final class FailsToBeMade extends FakeProvider {
    public FailsToBeMade() {
      throw new IllegalStateException("no licence");
    }
  }

  public static final class FailsWithAnError extends FakeProvider {
    @Override
    public String name() {
      throw new AssertionError("assertions are on");
    }
  }

  public static final class Recurses extends FakeProvider {
    @Override
    public String name() {
      return "recurses";
    }

    @Override
    public String description() {
      throw new StackOverflowError();
    }
  }

  public static final class NoProvider {}

  @Test
  void findsAProviderByItsNameAndItsAlias() throws IOException {
    DriverRegistry registry = load(FakeProvider.class.getName());

    assertThat(registry.choose("fake")).isInstanceOf(FakeProvider.class);
    assertThat(registry.choose("imitation")).isSameAs(registry.choose("fake"));
    FoundDriver found = registry.drivers().get(0);
    assertThat(found.name()).isEqualTo("fake");
    assertThat(found.problem()).isNull();
    assertThat(Path.of(found.origin())).exists();
    assertThat(found.answersTo("imitation")).isTrue();
    assertThat(found.answersTo("Fake")).isFalse();
  }

  @Test
  void brokenProvidersAreListedAndTheOthersServe() throws IOException {
    DriverRegistry registry =
        load(
            "dev.ipam.Missing",
            FailsToBeMade.class.getName(),
            FailsWithAnError.class.getName(),
            NoProvider.class.getName(),
            Recurses.class.getName(),
            FakeProvider.class.getName());

    assertThat(registry.choose("fake")).isInstanceOf(FakeProvider.class);
    List<String> problems =
        registry.drivers().stream().map(FoundDriver::problem).filter(p -> p != null).toList();
    assertThat(problems)
        .hasSize(5)
        .anyMatch(p -> p.contains("dev.ipam.Missing"))
        .anyMatch(p -> p.contains("no licence"))
        .anyMatch(p -> p.contains("assertions are on"))
        .anyMatch(p -> p.contains("NoProvider"))
        .anyMatch(p -> p.contains("StackOverflowError"));
  }

  @Test
  @Tag("IPAM-6.37")
  void anUnknownNameListsWhatWasFound() {
    DriverRegistry registry = DriverRegistry.of(FakeProvider.named("b"), FakeProvider.named("a"));

    assertThatThrownBy(() -> registry.choose("biultin"))
        .isInstanceOfSatisfying(
            DriverNotFoundException.class,
            e -> {
              assertThat(e.code()).isEqualTo("DriverNotFound");
              assertThat(e.category()).isEqualTo(Category.INVALID);
              assertThat(e.outcome()).isEqualTo(Outcome.NOT_APPLIED);
              assertThat(e.driver()).isEqualTo("biultin");
              assertThat(e.found()).containsExactly("a", "b");
            })
        .hasMessage(
            "Driver \"biultin\" (configuration key ipam_driver) cannot be used: there is no driver"
                + " of this name; correct it or add the driver's jar; found: a, b.");
  }

  @Test
  void anUnknownNameMentionsABrokenDriverWhichMayBeTheOneMeant() throws IOException {
    DriverRegistry registry = load(FailsToBeMade.class.getName());

    assertThatThrownBy(() -> registry.choose("fake"))
        .hasMessageContaining("repair dev.ipam.DriverRegistryTest$FailsToBeMade")
        .hasMessageContaining("no licence");
  }

  @Test
  void noDriverAtAllIsSaidSo() {
    assertThatThrownBy(() -> DriverRegistry.of().choose("builtin"))
        .hasMessageContaining("found: no driver at all.");
  }

  @Test
  @Tag("IPAM-6.37")
  void aNameOfTwoDriversChoosesNeither() {
    DriverRegistry names = DriverRegistry.of(FakeProvider.named("a"), FakeProvider.named("a"));
    DriverRegistry alias = DriverRegistry.of(FakeProvider.named("a"), FakeProvider.named("b", "a"));

    for (DriverRegistry registry : List.of(names, alias)) {
      assertThatThrownBy(() -> registry.choose("a"))
          .isInstanceOf(DriverNotFoundException.class)
          .hasMessageContaining("more than one driver answers to it")
          .hasMessageContaining("remove all but one");
    }
    assertThat(alias.choose("b").name()).isEqualTo("b");
  }

  @Test
  @Tag("IPAM-6.37")
  void aBrokenDriverIsNotChosenByItsName() {
    FakeProvider broken =
        new FakeProvider("a", Set.of(), new FakeDriver()) {
          @Override
          public String description() {
            throw new UnsupportedOperationException("half built");
          }
        };

    assertThatThrownBy(() -> DriverRegistry.of(broken).choose("a"))
        .isInstanceOf(DriverNotFoundException.class)
        .hasMessageContaining("it is broken (UnsupportedOperationException: half built)");
  }

  @Test
  void namesThatNobodyCouldWriteBreakTheirProvider() {
    for (String name : List.of("", "Upper", "with space", "-dash", "a\nb", "x".repeat(65))) {
      FoundDriver found = DriverRegistry.of(FakeProvider.named(name)).drivers().get(0);

      assertThat(found.problem()).as(name).contains("lower-case letters, digits and dashes");
    }
    assertThat(DriverRegistry.of(FakeProvider.named("a", "B")).drivers().get(0).problem())
        .isNotNull();
  }

  @Test
  void aHostileProviderCannotFillAMessage() {
    FakeProvider hostile =
        new FakeProvider("a", Set.of(), new FakeDriver()) {
          @Override
          public String name() {
            throw new IllegalStateException("\u001b[2J\r\n".repeat(1_000_000));
          }
        };
    FoundDriver found = DriverRegistry.of(hostile).drivers().get(0);

    assertThat(found.problem()).hasSizeLessThan(300).doesNotContain("\u001b").doesNotContain("\n");
  }

  @Test
  void aProviderThatAnswersNullIsBroken() {
    FakeProvider nameless =
        new FakeProvider("a", Set.of(), new FakeDriver()) {
          @Override
          public String name() {
            return null;
          }
        };
    FakeProvider settingless =
        new FakeProvider("b", Set.of(), new FakeDriver()) {
          @Override
          public List<Setting> settings() {
            return null;
          }
        };

    assertThat(DriverRegistry.of(nameless, settingless).drivers())
        .allMatch(found -> found.problem() != null);
  }

  @Test
  void aDriverCannotReadTheKeysOfAnother() {
    FakeProvider thief =
        new FakeProvider("a", Set.of(), new FakeDriver()) {
          @Override
          public List<Setting> settings() {
            return List.of(Setting.of("ipam.b.password", null, "Not its own."));
          }
        };

    assertThat(DriverRegistry.of(thief).drivers().get(0).problem())
        .contains("ipam.b.password is not below ipam.a.");
  }

  @Test
  void aLongListOfDriversIsCutInTheMessage() {
    IpamDriverProvider[] many =
        IntStream.range(0, 500)
            .mapToObj(i -> FakeProvider.named("driver-%03d".formatted(i)))
            .toArray(IpamDriverProvider[]::new);

    assertThatThrownBy(() -> DriverRegistry.of(many).choose("x"))
        .hasMessageContaining("driver-019 and 480 more")
        .hasMessageNotContaining("driver-020");
  }

  @Test
  void allKnownSettingsAreTheLibrarysAndTheDrivers() {
    assertThat(DriverRegistry.of(FakeProvider.named("a")).settings())
        .extracting(Setting::key)
        .containsExactly(
            "ipam_driver",
            "ipam.create",
            "ipam.intents.path",
            "ipam.migration",
            "ipam.shadow",
            "ipam.authority.path",
            "ipam.a.path",
            "ipam.a.password");
  }
}
