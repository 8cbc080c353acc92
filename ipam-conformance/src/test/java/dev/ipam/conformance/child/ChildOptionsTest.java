package dev.ipam.conformance.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.memory.MemoryUnderTest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriverProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a process of a driver is started with. */
class ChildOptionsTest {
  @Test
  void theDriversOptionsComeAfterTheKitsAndBeforeTheClass() {
    List<String> command = ChildProcess.command(new Licensed());

    assertThat(command)
        .containsSubsequence(
            "-Xmx96m", "-Dacme.license=/etc/acme", "-Xmx256m", "-cp", ChildMain.class.getName());
  }

  @Test
  void byDefaultThereAreNone() {
    assertThat(new MemoryUnderTest().childOptions()).isEmpty();
  }

  private static final class Licensed implements DriverUnderTest {
    private final MemoryUnderTest base = new MemoryUnderTest();

    @Override
    public List<String> childOptions() {
      return List.of("-Dacme.license=/etc/acme", "-Xmx256m");
    }

    @Override
    public IpamDriverProvider provider() {
      return base.provider();
    }

    @Override
    public Set<Capability> capabilities() {
      return base.capabilities();
    }

    @Override
    public Map<String, String> newStore() {
      return base.newStore();
    }
  }
}
