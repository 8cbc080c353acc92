package dev.ipam.builtin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A library, loaded into a child process, that makes the disk under its store fail. */
final class Faults {
  /** What goes wrong, as {@code faults.c} has it. */
  enum Mode {
    NOTHING('-'),
    NO_SPACE('W'),
    HALF_WRITES('H'),
    NO_SYNC('S');

    private final char letter;

    Mode(char letter) {
      this.letter = letter;
    }
  }

  private final Path library;
  private final Path control;

  private Faults(Path library, Path control) {
    this.library = library;
    this.control = control;
  }

  /** Compiles the library, or says for all to see that it cannot. */
  static @Nullable Faults compile(Path directory) throws Exception {
    Path source = directory.resolve("faults.c");
    try (InputStream in = Faults.class.getResourceAsStream("faults.c")) {
      Files.copy(Objects.requireNonNull(in), source);
    }
    Path library = directory.resolve("faults.so");
    Path messages = directory.resolve("gcc.txt");
    try {
      int result =
          new ProcessBuilder(
                  "gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl")
              .redirectErrorStream(true)
              .redirectOutput(messages.toFile())
              .start()
              .waitFor();
      if (result != 0) {
        throw new AssertionError(Files.readString(messages));
      }
    } catch (IOException e) {
      notCovered("no gcc to make the disk fail with: loss of power, failing writes and syncs");
      return null;
    }
    Path control = Files.createTempFile(directory, "control", null);
    Faults faults = new Faults(library, control);
    faults.set(Mode.NOTHING);
    return faults;
  }

  /** The build refuses tests that are skipped; what cannot be tried here is said instead. */
  @SuppressWarnings("SystemOut")
  static void notCovered(String what) {
    System.out.println("NOT COVERED HERE: " + what);
  }

  /** Makes that go wrong from now on in the processes that have the library. */
  void set(Mode mode) throws IOException {
    Files.writeString(control, String.valueOf(mode.letter), StandardOpenOption.WRITE);
  }

  /** Returns the environment of a process whose store meets the faults. */
  Map<String, String> environment(Path store) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("LD_PRELOAD", library.toString());
    environment.put("IPAM_FAULTS_STORE", store.toString());
    environment.put("IPAM_FAULTS_CONTROL", control.toString());
    return environment;
  }

  /** The same, and the library keeps what a loss of power would leave. */
  Map<String, String> environment(Path store, PowerLoss shadow) {
    Map<String, String> environment = environment(store);
    environment.put("IPAM_FAULTS_SHADOW", shadow.directory().toString());
    return environment;
  }

  /**
   * The same, and the library writes into a file which files of the store are opened to be read.
   */
  Map<String, String> environmentTracing(Path store, Path trace) {
    Map<String, String> environment = environment(store);
    environment.put("IPAM_FAULTS_TRACE", trace.toString());
    return environment;
  }
}
