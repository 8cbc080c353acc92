package dev.ipam.conformance.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.check.Finding;
import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.memory.MemoryProvider;
import dev.ipam.conformance.memory.MemoryUnderTest;
import dev.ipam.error.StoreFormatUnsupportedException;
import dev.ipam.spi.Capability;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What rules about a store's files say where there are none, or none that matter. */
class StoreFilesTest {
  @TempDir Path files;

  @ParameterizedTest
  @ValueSource(strings = {"6.13", "6.14", "6.15"})
  void whereThereIsNothingToDamageNothingIsProven(String rule) {
    assertThat(run(rule, Optional.of(files)))
        .isEqualTo(Finding.notProven(rule, "the directory holds no files of the store"));
    assertThat(run(rule, Optional.of(files.resolve("absent"))))
        .isEqualTo(Finding.notProven(rule, "the directory holds no files of the store"));
  }

  @Test
  void whereNoDamageIsSeenNobodyShowsThatNothingIsRepaired() throws IOException {
    Files.writeString(files.resolve("notes"), "nothing that a driver reads");

    assertThat(run("6.15", Optional.of(files)))
        .isEqualTo(
            Finding.notProven(
                "6.15", "no damaged store was refused, so that there was nothing to repair"));
  }

  @Test
  void filesThatNobodySeesAreNotProvenToStayAsTheyAre() {
    Finding finding = run("6.17", Optional.empty());

    assertThat(finding.reason()).startsWith("DriverUnderTest.directory names no files");
    assertThat(finding).isEqualTo(Finding.notProven("6.17", finding.reason()));
  }

  private static Finding run(String rule, Optional<Path> directory) {
    Kept subject = new Kept(directory);
    return new RuleRunner(subject, subject.capabilities(), 1).run(Contract.current().rule(rule));
  }

  /** The model in memory, which says that it keeps files somewhere. */
  private static final class Kept implements DriverUnderTest, IpamDriverProvider {
    private final MemoryUnderTest base = new MemoryUnderTest();
    private final Set<String> newer = new HashSet<>();
    private final Optional<Path> directory;

    Kept(Optional<Path> directory) {
      this.directory = directory;
    }

    @Override
    public IpamDriverProvider provider() {
      return this;
    }

    @Override
    public Set<Capability> capabilities() {
      return base.capabilities();
    }

    @Override
    public Map<String, String> newStore() {
      return base.newStore();
    }

    @Override
    public Optional<Path> directory(Map<String, String> store) {
      return directory;
    }

    @Override
    public boolean makeNewer(Map<String, String> store) {
      return newer.add(store.get(MemoryProvider.STORE));
    }

    @Override
    public String name() {
      return "kept";
    }

    @Override
    public String description() {
      return "The conformance kit's model of the contract, beside some files.";
    }

    @Override
    public Set<Capability> mostCapabilities() {
      return capabilities();
    }

    @Override
    public List<Setting> settings() {
      return base.provider().settings();
    }

    @Override
    public IpamDriver open(DriverContext context) {
      if (newer.contains(context.required(MemoryProvider.STORE))) {
        throw new StoreFormatUnsupportedException("kept", "2", "1");
      }
      return base.provider().open(context);
    }
  }
}
