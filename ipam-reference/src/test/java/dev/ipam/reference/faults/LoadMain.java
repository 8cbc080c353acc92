package dev.ipam.reference.faults;

import dev.ipam.reference.Drivers;
import dev.ipam.spi.IpamDriver;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A client process: opens the store that its environment names, says so, and works when its input
 * says to, until it says so again. The journal goes to its output, each line before the next thing
 * is done.
 */
final class LoadMain {
  static final String OPEN = "open";
  static final String END = "end ";

  private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

  private LoadMain() {}

  /** Works with a name, a number of threads and a number of allocations for each. */
  public static void main(String[] arguments) throws IOException {
    System.setOut(System.err);
    Map<String, String> settings = ClientProcess.settings(System.getenv());
    try (IpamDriver driver = Drivers.openOrMake(settings)) {
      say(OPEN);
      if (System.in.read() < 0) {
        return;
      }
      Load load =
          Load.start(
              arguments[0],
              Integer.parseInt(arguments[1]),
              Long.parseLong(arguments[2]),
              LoadMain::say,
              driver);
      Thread listener = new Thread(() -> finishWhenTold(load), "listener");
      listener.setDaemon(true);
      listener.start();
      load.join();
      say(END + Drivers.retries(driver) + " retries; " + load);
    }
  }

  private static void finishWhenTold(Load load) {
    try {
      if (System.in.read() >= 0) {
        load.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One write a line, so that a kill cuts no line but the last. */
  private static synchronized void say(String line) {
    try {
      OUT.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
