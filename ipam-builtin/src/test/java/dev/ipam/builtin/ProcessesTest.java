package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.error.StoreInUseException;
import dev.ipam.request.SubnetRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other processes: one that has the store, and one that may not write its files. */
class ProcessesTest {
  @TempDir Path directory;

  private Path store() {
    Path store = directory.resolve("store");
    try (BuiltinDriver driver = Opened.in(store)) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/16"));
    }
    return store;
  }

  @Test
  void aStoreThatAnotherProcessHasIsRefusedAndTheProcessIsNamed() throws Exception {
    Path store = store();
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

  @Test
  void aProcessThatMayNotWriteServesAgainOnceItMay() throws Exception {
    Path store = store();
    try (ChildProcess child = new ChildProcess(LimitedChild.class, store.toString())) {
      assertThat(child.readLine()).isEqualTo("serving");
      limitFileSize(child, "1");
      assertThat(child.readLine()).isEqualTo("unknown");
      assertThat(child.readLine()).isEqualTo("unavailable");
      limitFileSize(child, "unlimited");
      assertThat(child.readLine()).isEqualTo("serving again");
      assertThat(child.readLine()).isEqualTo("all there");
      assertThat(child.exitCode()).isZero();
    }
  }

  /** What a full disk does to every file, for one process, and without a disk to fill. */
  private static void limitFileSize(ChildProcess child, String bytes) throws Exception {
    Process limit =
        new ProcessBuilder("prlimit", "--pid", Long.toString(child.pid()), "--fsize=" + bytes + ":")
            .inheritIO()
            .start();
    assertThat(limit.waitFor()).isZero();
  }
}
