package dev.ipam.conformance.child;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.steps.FromApi;
import dev.ipam.conformance.steps.StepText;
import dev.ipam.error.IpamException;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * The program of a child: reads commands from its input and reports on its output what it does,
 * each report on the pipe before the next thing is done. It ends when its input ends.
 */
public final class ChildMain {
  /** What every report begins with; anything else on the output is somebody else's. */
  static final String MARK = "@ipam ";

  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
  private final Map<Integer, ChildStore> stores = new TreeMap<>();
  private final DriverUnderTest subject;

  private ChildMain(DriverUnderTest subject) {
    this.subject = subject;
  }

  /**
   * Runs a child.
   *
   * @param arguments the class of the driver under test
   * @throws Exception if it cannot go on; its parent sees it end
   */
  public static void main(String[] arguments) throws Exception {
    System.setOut(System.err);
    DriverUnderTest subject =
        Class.forName(arguments[0])
            .asSubclass(DriverUnderTest.class)
            .getConstructor()
            .newInstance();
    new ChildMain(subject).run();
    // A driver that was not closed may keep threads of its own.
    Runtime.getRuntime().halt(0);
  }

  private void run() throws IOException, InterruptedException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    report("ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      List<String> words = List.of(line.split(" ", 5));
      switch (words.get(0)) {
        case "ping" -> report("pong " + System.nanoTime());
        case "sync" -> sync(Path.of(words.get(1)));
        case "open" -> open(words);
        case "plan" -> plan(List.of(line.split(" ", 4)));
        case "start" -> start();
        case "join" -> join();
        case "close" -> close();
        default -> throw new IOException("unknown command: " + words.get(0));
      }
    }
  }

  /** Writes one file that is synced and one that is not, to see whether the difference is seen. */
  private void sync(Path directory) throws IOException {
    for (String name : List.of("not-synced", "synced")) {
      try (FileChannel file =
          FileChannel.open(
              directory.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        file.write(ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)));
        if (name.equals("synced")) {
          report("syncing " + System.nanoTime());
          file.force(false);
          report("synced " + System.nanoTime());
        }
      }
    }
  }

  private void open(List<String> words) {
    int number = Integer.parseInt(words.get(1));
    List<String> rest = List.of(words.get(4).split(" ", 2));
    report("opening " + number);
    try {
      stores.put(
          number,
          new ChildStore(
              number,
              subject,
              settings(rest.get(1)),
              Boolean.parseBoolean(words.get(2)),
              Long.parseLong(words.get(3)),
              Long.parseLong(rest.get(0)),
              this::report));
      report("opened " + number + " " + System.nanoTime());
    } catch (IpamException e) {
      report("failed " + number + " " + Wire.write(FromApi.error(e)));
    } catch (RuntimeException | LinkageError e) {
      report("failed " + number + " " + Wire.write(new Answer.Broken(e.toString())));
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> settings(String text) {
    return (Map<String, String>) Objects.requireNonNull(Wire.read(text));
  }

  private void plan(List<String> words) {
    ChildStore store = stores.get(Integer.parseInt(words.get(1)));
    // There is none where it did not open; that was reported.
    if (store != null) {
      store.plan(Integer.parseInt(words.get(2)), StepText.read(words.get(3)));
    }
  }

  private void start() {
    CountDownLatch start = new CountDownLatch(1);
    stores.values().forEach(store -> store.prepare(start));
    start.countDown();
    report("started");
  }

  private void join() throws InterruptedException {
    for (ChildStore store : stores.values()) {
      store.join();
    }
    report("joined");
  }

  private void close() {
    report("closing");
    stores.values().forEach(ChildStore::close);
    stores.clear();
    report("closed");
  }

  /** One write a line, so that a kill cuts no line but the last. */
  private synchronized void report(String line) {
    try {
      out.write((MARK + line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The parent is gone; there is nobody to work for.
      Runtime.getRuntime().halt(1);
    }
  }
}
