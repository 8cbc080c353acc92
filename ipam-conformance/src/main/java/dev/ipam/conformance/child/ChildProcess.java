package dev.ipam.conformance.child;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.ScratchUnderTest;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A JVM of its own that works on the driver under test.
 *
 * <p>It sees what this process sees on its class path and module path, as one class path. It gets
 * none of this process's environment but what every program needs, and what it is given.
 */
public final class ChildProcess implements AutoCloseable {
  /** How long a child may take over anything that it is asked to do. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Set<String> KEPT =
      Set.of("PATH", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SystemRoot", "LD_LIBRARY_PATH");

  private static final String END = "end";

  private final Process process;
  private final Writer in;
  private final LinkedBlockingQueue<String> reports = new LinkedBlockingQueue<>();

  /** Written by one thread and read by another. */
  @SuppressWarnings("JdkObsolete")
  private final StringBuffer errors = new StringBuffer();

  private final Thread reader;
  private volatile Consumer<String> watcher = line -> {};
  private volatile boolean started;

  /** A child that does not do what it is asked to. */
  public static final class NoAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean started;

    private NoAnswer(String message, boolean started) {
      super(message);
      this.started = started;
    }

    /**
     * Tells whether the child had begun to listen: then what went wrong is the driver's.
     *
     * @return whether it had
     */
    public boolean started() {
      return started;
    }
  }

  /**
   * Starts a child.
   *
   * @param subject the driver under test; its class has a public constructor without parameters
   * @param environment what it is given besides
   */
  public ChildProcess(DriverUnderTest subject, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command(subject));
    builder.environment().keySet().retainAll(KEPT);
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a process of java", e);
    }
    in = process.outputWriter(StandardCharsets.UTF_8);
    reader = thread(() -> read(process.getInputStream()));
    thread(() -> readErrors(process.getErrorStream()));
  }

  /**
   * Returns why no child can work on a driver.
   *
   * @param subject the driver under test
   * @return the reason, or {@code null} where one can
   */
  public static @Nullable String impossible(DriverUnderTest subject) {
    Class<?> type = subject.getClass();
    try {
      boolean isPublic = Modifier.isPublic(type.getModifiers());
      return isPublic && type.getConstructor().getParameterCount() == 0 ? null : unmade(type);
    } catch (NoSuchMethodException e) {
      return unmade(type);
    }
  }

  private static String unmade(Class<?> type) {
    return "a process of its own cannot make a "
        + type.getName()
        + ": give the class a public constructor without parameters";
  }

  static List<String> command(DriverUnderTest subject) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx96m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:-UsePerfData");
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.add("-D" + ScratchUnderTest.DRIVER + "=" + subject.provider().name());
    command.addAll(subject.childOptions());
    command.addAll(List.of("-cp", classPath(subject)));
    command.add(ChildMain.class.getName());
    command.add(subject.getClass().getName());
    return command;
  }

  private static String classPath(DriverUnderTest subject) {
    Set<String> paths = new LinkedHashSet<>();
    for (String property : List.of("java.class.path", "jdk.module.path")) {
      String value = System.getProperty(property, "");
      paths.addAll(List.of(value.split(File.pathSeparator, -1)));
    }
    paths.add(rootOf(subject.getClass()));
    paths.remove("");
    return String.join(File.pathSeparator, paths);
  }

  /** The folder of a class that was patched into a module; no path names it. */
  private static String rootOf(Class<?> type) {
    String name = type.getName().replace('.', '/') + ".class";
    URL url = type.getResource("/" + name);
    if (url == null || !url.getProtocol().equals("file")) {
      return "";
    }
    try {
      Path root = Path.of(url.toURI());
      for (int i = name.split("/", -1).length; i > 0; i--) {
        root = Objects.requireNonNull(root.getParent());
      }
      return root.toString();
    } catch (URISyntaxException e) {
      return "";
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "ipam-conformance-child");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void read(InputStream from) {
    try (BufferedReader lines =
        new BufferedReader(new java.io.InputStreamReader(from, StandardCharsets.UTF_8))) {
      StringBuilder line = new StringBuilder();
      for (int next = lines.read(); next >= 0; next = lines.read()) {
        if (next == '\n') {
          accept(line.toString());
          line.setLength(0);
        } else {
          line.append((char) next);
        }
      }
      // What has no end of line was cut by a kill: it was told to nobody.
    } catch (IOException e) {
      // The end of a pipe.
    } finally {
      reports.add(END);
    }
  }

  private void accept(String line) {
    if (line.startsWith(ChildMain.MARK)) {
      String report = line.substring(ChildMain.MARK.length());
      started |= report.equals("ready");
      watcher.accept(report);
      reports.add(report);
    }
  }

  private void readErrors(InputStream from) {
    try (BufferedReader lines =
        new BufferedReader(new java.io.InputStreamReader(from, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (errors.length() < 4_000) {
          errors.append(line).append('\n');
        }
      }
    } catch (IOException e) {
      // The end of a pipe.
    }
  }

  /**
   * Has every report from now on shown to somebody at the moment at which it comes.
   *
   * @param watcher who wants to see it, in a thread of its own
   */
  public void watch(Consumer<String> watcher) {
    this.watcher = watcher;
  }

  /**
   * Sends commands. A child that is gone does not hear them.
   *
   * @param commands the commands
   */
  public void send(Collection<String> commands) {
    try {
      for (String command : commands) {
        in.write(command + "\n");
      }
      in.flush();
    } catch (IOException e) {
      // It was killed; its reports end.
    }
  }

  /**
   * Sends a command.
   *
   * @param command the command
   */
  public void send(String command) {
    send(List.of(command));
  }

  /**
   * Waits for a report.
   *
   * @param word its first word
   * @return the reports up to it
   * @throws NoAnswer if the child ends before, or takes too long
   */
  public List<String> until(String word) {
    List<String> seen = new ArrayList<>();
    while (true) {
      String report = next();
      if (report.equals(END)) {
        reports.add(END);
        if (!word.equals(END)) {
          throw new NoAnswer("a process ended by itself" + whatItSaid(), started);
        }
        return seen;
      }
      seen.add(report);
      if (report.equals(word) || report.startsWith(word + " ")) {
        return seen;
      }
    }
  }

  /**
   * Waits for the child's end.
   *
   * @return the reports up to it
   * @throws NoAnswer if it never began, or takes too long
   */
  public List<String> untilEnd() {
    List<String> all = until(END);
    if (!started) {
      throw new NoAnswer("a process did not start" + whatItSaid(), false);
    }
    return all;
  }

  private String next() {
    try {
      String report = reports.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (report != null) {
        return report;
      }
      kill();
      throw new NoAnswer(
          "an operation, opening or close did not return within " + PATIENCE + whatItSaid(),
          started);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
      throw new NoAnswer("interrupted while waiting for a process", false);
    }
  }

  private String whatItSaid() {
    return errors.isEmpty() ? "" : "; it wrote: " + errors;
  }

  /** Ends the child at once, as SIGKILL does. What it reported before can still be read. */
  public void kill() {
    // Process.destroyForcibly closes the pipe, with all that was not read yet.
    process.toHandle().destroyForcibly();
  }

  /** Ends the child and waits for its end. */
  @Override
  public void close() {
    kill();
    process.onExit().join();
    try {
      reader.join(PATIENCE.toMillis());
      in.close();
    } catch (IOException e) {
      // The pipe is gone with the child.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
