package dev.ipam.testdb.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process of a server, with the helpers it has started. */
final class ServerProcess {
  private static final Duration STOP_LIMIT = Duration.ofMinutes(4);
  private static final int LOG_TAIL = 15;

  private final String name;
  private final Path log;
  private final Process process;

  private ServerProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  static ServerProcess start(String name, List<String> command, Path log) {
    return new ServerProcess(name, log, RunDirectory.get().start(command, log));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /**
   * Waits for a server that is starting.
   *
   * @throws IllegalStateException when it ends, or does not get ready in time
   */
  void awaitReady(Duration limit, Await.Condition ready) {
    Await.until(
        name + " is ready",
        limit,
        this::logTail,
        () -> {
          if (!process.isAlive()) {
            throw new IllegalStateException(
                name
                    + " ended with status "
                    + process.exitValue()
                    + " while it was starting. "
                    + logTail());
          }
          return ready.holds();
        });
  }

  /** Asks for an orderly end by a signal, and waits for it. */
  void stop(String signal) {
    Command.run(List.of("kill", "-s", signal, Long.toString(process.pid())));
    if (!ended()) {
      kill();
      throw new IllegalStateException(
          name + " did not stop within " + STOP_LIMIT.toSeconds() + " s. " + logTail());
    }
    RunDirectory.get().forget(process.pid());
  }

  /** Sends a signal to it and its helpers. */
  void signal(String signal) {
    List<String> command = new ArrayList<>(List.of("kill", "-s", signal));
    family().forEach(member -> command.add(Long.toString(member.pid())));
    Command.run(command);
  }

  private List<ProcessHandle> family() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  /** Ends it and its helpers by {@code kill -9}, as a crash of the machine would, and waits. */
  void kill() {
    List<ProcessHandle> family = family();
    family.forEach(ProcessHandle::destroyForcibly);
    Await.until(
        name + " is gone",
        STOP_LIMIT,
        () -> "Left are " + family.stream().filter(ServerProcess::isThere).toList(),
        () -> family.stream().noneMatch(ServerProcess::isThere));
    RunDirectory.get().forget(process.pid());
  }

  /** Where the process with number 1 reaps nobody (a container), orphans stay as zombies. */
  static boolean isThere(ProcessHandle process) {
    if (!process.isAlive()) {
      return false;
    }
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return !stat.substring(stat.lastIndexOf(')') + 1).startsWith(" Z");
    } catch (IOException goneOrNoLinux) {
      return process.isAlive();
    }
  }

  private boolean ended() {
    try {
      return process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  String logTail() {
    try {
      List<String> lines =
          Files.exists(log) ? Files.readAllLines(log, StandardCharsets.ISO_8859_1) : List.of();
      return lines.stream()
          .skip(Math.max(0, lines.size() - LOG_TAIL))
          .collect(Collectors.joining("\n  ", "The end of its log:\n  ", ""));
    } catch (IOException e) {
      return "Its log cannot be read: " + e;
    }
  }
}
