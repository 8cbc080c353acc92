package dev.ipam.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.StoreInUseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {
  private static final String FREE = "free";

  @TempDir Path directory;

  /** A process that tells whether it gets a lock, and if not, who has it. */
  static final class Other {
    public static void main(String[] arguments) throws IOException {
      try {
        ProcessLock.take(Path.of(arguments[0]), "it").close();
        System.out.println(FREE);
      } catch (StoreInUseException e) {
        System.out.println(e.holder());
      }
    }

    static String says(Path file) throws IOException {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Other.class.getName(),
                  file.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  @Test
  void isOfOneProcessAndSaysOfWhich() throws IOException {
    Path file = directory.resolve("lock");
    try (ProcessLock lock = ProcessLock.take(file, "the store")) {
      assertThat(lock).isNotNull();
      assertThat(Other.says(file)).startsWith("process " + ProcessHandle.current().pid() + " (");
    }
    assertThat(Other.says(file)).isEqualTo(FREE);
  }

  /** POSIX: with any channel to a file that a process closes, its locks on the file are gone. */
  @Test
  void aSecondTryHereIsRefusedAndLeavesItLocked() throws IOException {
    Path file = directory.resolve("lock");
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    try (ProcessLock lock = ProcessLock.take(file, "the store")) {
      assertThat(lock).isNotNull();
      for (Path same : new Path[] {file, link.resolve("lock"), directory.resolve("./lock")}) {
        assertThatThrownBy(() -> ProcessLock.take(same, "the store"))
            .isInstanceOf(StoreInUseException.class)
            .hasMessageContaining("the store")
            .hasMessageContaining("in this process")
            .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        assertThat(ProcessLock.holder(same)).contains("in this process");
      }
      assertThat(Other.says(file)).isNotEqualTo(FREE);
    }
    ProcessLock.take(file, "the store").close();
  }

  @Test
  void whatTheFileSaysIsOneLineOfBoundedLength() throws IOException {
    Path file = directory.resolve("lock");
    Files.writeString(file, "x\u001b[31m\n" + "y".repeat(1_000_000));
    assertThat(ProcessLock.holder(file))
        .startsWith("x?[31m?y")
        .hasSizeLessThanOrEqualTo(1024)
        .doesNotContain("\n");
    assertThat(ProcessLock.holder(directory.resolve("none"))).isEqualTo("another process");
  }
}
