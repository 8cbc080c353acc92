package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.error.StoreInUseException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that another process has. */
class ProcessesTest {
  @TempDir Path directory;

  @Test
  void aStoreThatAnotherProcessHasIsRefusedAndTheProcessIsNamed() throws Exception {
    Path store = directory.resolve("store");
    Told.prepare(store);
    try (ChildProcess child = new ChildProcess(KillChild.class, store.toString(), "os")) {
      assertThat(child.readLine()).isNotNull();
      assertThatExceptionOfType(StoreInUseException.class)
          .isThrownBy(() -> Opened.in(store))
          .withMessageContaining("process " + child.pid() + " (java")
          .withMessageContaining("KillChild")
          .withMessageContaining("started 2");
    }
    Opened.in(store).close();
  }
}
