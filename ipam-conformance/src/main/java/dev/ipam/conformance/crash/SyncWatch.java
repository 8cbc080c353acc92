package dev.ipam.conformance.crash;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.child.ChildProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches which files a child process makes durable. It is a small library in C, compiled where it
 * is needed and loaded into the child before any other; it is tried before it is believed.
 */
final class SyncWatch implements AutoCloseable {
  private static final String SOURCE = "sync-journal.c";
  private static final String JOURNAL = "journal";
  private static final String SYNCED = "synced";

  private final Path directory;
  private final Path library;

  private SyncWatch(Path directory) {
    this.directory = directory;
    this.library = directory.resolve("sync-journal.so");
  }

  /** There is no way to watch here. */
  static final class Impossible extends Exception {
    private static final long serialVersionUID = 1L;

    private Impossible(String reason) {
      super(reason);
    }
  }

  /**
   * Gets ready to watch.
   *
   * @throws Impossible with the reason
   */
  static SyncWatch ready(DriverUnderTest subject) throws Impossible {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      throw new Impossible("what a process syncs can be watched on Linux only");
    }
    SyncWatch watch = null;
    try {
      watch = new SyncWatch(Files.createTempDirectory("ipam-sync"));
      watch.compile();
      watch.tryIt(subject);
      return watch;
    } catch (IOException e) {
      close(watch);
      throw new UncheckedIOException(e);
    } catch (ChildProcess.NoAnswer e) {
      close(watch);
      throw new Impossible(String.valueOf(e.getMessage()));
    } catch (Impossible | RuntimeException e) {
      close(watch);
      throw e;
    }
  }

  private static void close(@Nullable SyncWatch watch) {
    if (watch != null) {
      watch.close();
    }
  }

  private void compile() throws IOException, Impossible {
    Path source = directory.resolve(SOURCE);
    try (InputStream text = SyncWatch.class.getResourceAsStream(SOURCE)) {
      Files.copy(Objects.requireNonNull(text), source, StandardCopyOption.REPLACE_EXISTING);
    }
    String said = "";
    for (String compiler : List.of("cc", "gcc", "clang")) {
      Path output = directory.resolve("compiler-output");
      try {
        Process process =
            new ProcessBuilder(
                    compiler,
                    "-shared",
                    "-fPIC",
                    "-O1",
                    "-o",
                    library.toString(),
                    source.toString(),
                    "-ldl",
                    "-lpthread")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0) {
          return;
        }
        process.destroyForcibly();
        said = ": " + compiler + " said " + Files.readString(output).strip();
      } catch (IOException e) {
        // There is none of this name.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Impossible("interrupted while compiling " + SOURCE);
      }
    }
    throw new Impossible(
        "what a process syncs is watched by a small library, which no C compiler here"
            + " (cc, gcc, clang) compiles; install one"
            + said);
  }

  private void tryIt(DriverUnderTest subject) throws IOException, Impossible {
    Path tried = Files.createDirectory(directory.resolve("tried")).toRealPath();
    List<String> reports;
    try (ChildProcess child = start(subject, tried)) {
      child.send("sync " + tried);
      reports = child.until(SYNCED);
    }
    List<SyncJournal.Sync> syncs = syncs();
    boolean right =
        syncs.size() == 1
            && syncs.get(0).path().equals(tried.resolve(SYNCED))
            && syncs.get(0).content().length == SYNCED.length()
            && time(reports, "syncing ") <= syncs.get(0).time()
            && syncs.get(0).time() <= time(reports, "synced ");
    if (!right) {
      throw new Impossible(
          "the library that watches what a process syncs does not work here: of two files, one"
              + " synced, it saw "
              + syncs.stream().map(sync -> sync.path().getFileName()).toList());
    }
  }

  private static long time(List<String> reports, String word) {
    return reports.stream()
        .filter(report -> report.startsWith(word))
        .mapToLong(report -> Long.parseLong(report.substring(word.length())))
        .findFirst()
        .orElse(-1);
  }

  /** Starts a child that is watched, with an empty journal. */
  ChildProcess start(DriverUnderTest subject, Path watched) throws IOException {
    Files.deleteIfExists(directory.resolve(JOURNAL));
    return new ChildProcess(
        subject,
        Map.of(
            "LD_PRELOAD", library.toString(),
            "IPAM_SYNC_WATCH", watched.toString(),
            "IPAM_SYNC_JOURNAL", directory.resolve(JOURNAL).toString()));
  }

  /** Returns what the child that was started last made durable. */
  List<SyncJournal.Sync> syncs() throws IOException {
    return SyncJournal.read(directory.resolve(JOURNAL));
  }

  @Override
  public void close() {
    try {
      Trees.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
