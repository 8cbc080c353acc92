package dev.ipam.testdb.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.testdb.junit.Databases;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndOfJvmTest {

  /** Starts a database of each kind, tells where, and waits to be killed or told to end. */
  static final class Child {
    public static void main(String[] arguments) throws IOException {
      Databases.available().forEach(Databases::create);
      System.out.println(RunDirectory.get().path());
      System.in.read();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingIsLeft(boolean killed) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName())
            .redirectError(Redirect.INHERIT);
    builder.environment().put("IPAM_DATABASES", "postgresql,mariadb");
    builder.environment().remove("IPAM_REQUIRE");
    Process child = builder.start();
    Path directory;
    List<ProcessHandle> servers = new ArrayList<>();
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      directory = lastLine(output);
      for (Path file : list(directory.resolve("processes"))) {
        servers.add(ProcessHandle.of(Long.parseLong(file.getFileName().toString())).orElseThrow());
      }
      assertThat(servers).isNotEmpty().allMatch(ProcessHandle::isAlive);
      if (killed) {
        child.destroyForcibly();
      } else {
        child.getOutputStream().close();
      }
      Await.until(
          "the servers of the child are gone",
          Duration.ofMinutes(3),
          () -> "Left: " + servers,
          () -> servers.stream().noneMatch(ServerProcess::isThere) && !Files.exists(directory));
    }
  }

  private static Path lastLine(BufferedReader output) throws IOException {
    String line = Objects.requireNonNull(output.readLine(), "the child ended");
    while (!line.startsWith("/")) {
      line = Objects.requireNonNull(output.readLine(), "the child ended");
    }
    return Path.of(line);
  }

  private static List<Path> list(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.toList();
    }
  }
}
