package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.CheckProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Disks that are full, writes that are cut short, syncs that fail: what was in flight is unknown,
 * the store is unavailable as long as that goes on, and serves by itself when it is over.
 */
class DiskFaultTest {
  @TempDir Path directory;
  private Path store;

  @BeforeEach
  void create() {
    store = directory.resolve("store");
    try (BuiltinDriver driver = Opened.in(store)) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/16"));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  void healsByItself(Faults.Mode mode) throws Exception {
    Faults faults = Faults.compile(directory);
    if (faults == null) {
      return;
    }
    try (ChildProcess child =
        new ChildProcess(
            List.of(), faults.environment(store), LimitedChild.class, store.toString())) {
      assertThat(child.readLine()).isEqualTo("serving");
      for (int again = 0; again < 2; again++) {
        faults.set(mode);
        assertThat(child.readLine()).isEqualTo("unknown");
        assertThat(child.readLine()).isEqualTo("unavailable");
        faults.set(Faults.Mode.NOTHING);
        assertThat(child.readLine()).isEqualTo("serving again");
        assertThat(child.readLine()).isEqualTo("all there");
        assertThat(child.readLine()).matches("\\d+");
      }
    }
    assertSound();
  }

  /** What a full disk does to every file, for one process, without a disk and without a library. */
  @Test
  void healsWhereFilesMayNotGrow() throws Exception {
    try (ChildProcess child = new ChildProcess(LimitedChild.class, store.toString())) {
      assertThat(child.readLine()).isEqualTo("serving");
      limitFileSize(child, "1");
      assertThat(child.readLine()).isEqualTo("unknown");
      assertThat(child.readLine()).isEqualTo("unavailable");
      limitFileSize(child, "unlimited");
      assertThat(child.readLine()).isEqualTo("serving again");
      assertThat(child.readLine()).isEqualTo("all there");
    }
    assertSound();
  }

  private static void limitFileSize(ChildProcess child, String bytes) throws Exception {
    Process limit =
        new ProcessBuilder("prlimit", "--pid", Long.toString(child.pid()), "--fsize=" + bytes + ":")
            .inheritIO()
            .start();
    assertThat(limit.waitFor()).isZero();
  }

  /** A real file system of few MiB, which nobody but the child sees, and which is gone with it. */
  @Test
  void healsOnceTheDiskHasRoomAgain() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    List<String> mounted =
        List.of(
            "unshare",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            "mount -t tmpfs -o size=8m tmpfs '"
                + disk
                + "' && cp -r '"
                + store
                + "' '"
                + disk
                + "' && exec \"$0\" \"$@\"");
    if (!canMount(disk)) {
      Faults.notCovered("this user may not mount a small file system: a disk that is really full");
      return;
    }
    Path full = disk.resolve("store");
    Path ballast = disk.resolve("ballast");
    try (ChildProcess child =
        new ChildProcess(
            mounted, Map.of(), LimitedChild.class, full.toString(), ballast.toString())) {
      for (String line :
          List.of("serving", "unknown", "unavailable", "serving again", "all there")) {
        assertThat(child.readLine()).isEqualTo(line);
      }
      assertThat(child.readLine()).matches("\\d+");
      assertThat(child.readLine()).isEqualTo("sound");
      assertThat(child.exitCode()).isZero();
    }
  }

  private static boolean canMount(Path disk) throws Exception {
    try {
      return new ProcessBuilder(
                  "unshare",
                  "--map-root-user",
                  "--mount",
                  "mount",
                  "-t",
                  "tmpfs",
                  "tmpfs",
                  "" + disk)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void assertSound() {
    List<CheckProblem> problems = new ArrayList<>();
    try (BuiltinDriver driver = Opened.in(store)) {
      driver.check(problems::add);
    }
    assertThat(problems).isEmpty();
  }
}
