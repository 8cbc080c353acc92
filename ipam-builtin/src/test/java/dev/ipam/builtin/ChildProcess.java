package dev.ipam.builtin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JVM of its own that runs a main class of the tests. */
final class ChildProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  ChildProcess(Class<?> main, String... arguments) throws IOException {
    this(List.of(), Map.of(), main, arguments);
  }

  /**
   * Starts it by way of a command, if there is one before it, and with some more in its
   * environment.
   */
  ChildProcess(
      List<String> before, Map<String, String> environment, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            // Its output is for whoever started it.
            "-Dipam.test.log=System.err",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    process = builder.start();
    out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
  }

  long pid() {
    return process.pid();
  }

  /** Returns the next line, or null at the end. */
  @Nullable String readLine() {
    try {
      return out.readLine();
    } catch (IOException e) {
      return null;
    }
  }

  /** Sends SIGKILL; what it printed can still be read. */
  void kill() {
    // Not Process.destroyForcibly: that closes the pipe with what is still to be read.
    process.toHandle().destroyForcibly();
  }

  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    kill();
    process.onExit().join();
  }
}
