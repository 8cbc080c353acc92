package dev.ipam.testdb.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PortsTest {
  /** More than one slice has. */
  private static final int MANY = 700;

  private static final int JVMS = 3;

  /** Tells ports, and waits to be told to end. */
  static final class Child {
    public static void main(String[] arguments) throws IOException {
      System.out.println(some(MANY).stream().map(String::valueOf).collect(Collectors.joining(" ")));
      System.in.read();
    }
  }

  private static List<Integer> some(int count) {
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ports.add(Ports.next());
    }
    return ports;
  }

  /** Also where nobody listens on them, as while a server is down. */
  @Test
  void noPortIsGivenTwiceByAnyOfSeveralJvms() throws IOException {
    List<Process> children = new ArrayList<>();
    try {
      for (int i = 1; i < JVMS; i++) {
        children.add(
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Child.class.getName())
                .redirectError(Redirect.INHERIT)
                .start());
      }
      Set<Integer> all = new HashSet<>(some(MANY));
      for (Process child : children) {
        BufferedReader output =
            new BufferedReader(
                new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII));
        Arrays.stream(output.readLine().split(" ")).map(Integer::valueOf).forEach(all::add);
      }
      assertThat(all).hasSize(JVMS * MANY).allMatch(port -> port >= 20_000 && port < 32_000);
    } finally {
      children.forEach(Process::destroyForcibly);
    }
  }
}
