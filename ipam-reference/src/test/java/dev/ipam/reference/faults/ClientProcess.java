package dev.ipam.reference.faults;

import dev.ipam.net.IpAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A JVM of its own that puts load on a store, seen by its parent. */
final class ClientProcess implements AutoCloseable {
  private static final String VARIABLE = "TEST_";

  private final Process process;
  private final BufferedReader out;
  private final Map<IpAddress, Long> held = new TreeMap<>();
  private String end = "";

  private ClientProcess(Process process) {
    this.process = process;
    this.out = process.inputReader();
  }

  /** Starts one, and waits until it has opened the store. */
  static ClientProcess start(
      String name, int threads, long operations, Map<String, String> settings) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            LoadMain.class.getName(),
            name,
            Integer.toString(threads),
            Long.toString(operations));
    settings.forEach((key, value) -> builder.environment().put(VARIABLE + key, value));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      return new ClientProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The settings of a store in an environment. */
  static Map<String, String> settings(Map<String, String> environment) {
    Map<String, String> settings = new HashMap<>();
    environment.forEach(
        (key, value) -> {
          if (key.startsWith(VARIABLE)) {
            settings.put(key.substring(VARIABLE.length()), value);
          }
        });
    return settings;
  }

  void awaitOpen() throws IOException {
    String line = out.readLine();
    if (!LoadMain.OPEN.equals(line)) {
      throw new AssertionError("the client did not open its store, but said " + line);
    }
  }

  void work() throws IOException {
    tell();
  }

  /** Has it do no more than finish what it is at. */
  void finish() throws IOException {
    tell();
  }

  private void tell() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** Reads that many lines of the journal. */
  void read(int lines) throws IOException {
    for (int i = 0; i < lines; i++) {
      String line = out.readLine();
      if (line == null) {
        throw new AssertionError("the client ended by itself");
      }
      note(line);
    }
  }

  /** Reads the journal to its end, and returns what the client says of itself then. */
  String readToEnd() throws IOException {
    // What has no end of line was cut by a kill; no line of the journal is otherwise without one.
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      note(line);
    }
    return end;
  }

  private void note(String line) {
    List<String> words = List.of(line.split(" ", 3));
    if (line.startsWith(Load.GOT)) {
      held.put(IpAddress.parse(words.get(1)), Long.valueOf(words.get(2)));
    } else if (line.startsWith(Load.RELEASING)) {
      held.remove(IpAddress.parse(words.get(1)));
    } else if (line.startsWith(LoadMain.END)) {
      end = line.substring(LoadMain.END.length());
    }
  }

  /** The tokens of what was acknowledged and whose release had not begun, by address. */
  Map<IpAddress, Long> held() {
    return held;
  }

  /** Ends it as {@code kill -9} does; what it wrote before can still be read. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  /** Freezes it, as a long pause of its memory's collector or of its machine would. */
  void pause() {
    signal("STOP");
  }

  /** Lets it go on after a pause. */
  void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int status =
          new ProcessBuilder("kill", "-s", name, Long.toString(process.pid())).start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("the client cannot be told " + name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    kill();
    process.onExit().join();
  }
}
