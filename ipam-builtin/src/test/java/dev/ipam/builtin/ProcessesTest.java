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

  /** Tells whether a process of its own gets a store. */
  static final class Late {
    public static void main(String[] arguments) {
      try {
        Opened.in(Path.of(arguments[0])).close();
        System.out.println("opened");
      } catch (StoreInUseException e) {
        System.out.println(e.holder());
      }
    }
  }

  /** A process gives up its lock on a file with any channel to the file that it closes. */
  @Test
  void whoeverIsRefusedInTheProcessThatHasItLetsNoOtherOneIn() throws Exception {
    Path store = directory.resolve("store");
    try (BuiltinDriver served = Opened.in(store)) {
      assertThat(served.subnets()).isEmpty();
      assertThatExceptionOfType(StoreInUseException.class).isThrownBy(() -> Opened.in(store));
      try (ChildProcess child = new ChildProcess(Late.class, store.toString())) {
        assertThat(child.readLine()).startsWith("process " + ProcessHandle.current().pid());
      }
    }
  }
}
