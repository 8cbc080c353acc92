package dev.ipam.bench.peer;

import dev.ipam.measure.Side;
import dev.ipam.testdb.JdbcEndpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * OpenStack Neutron's reference IPAM driver in a process of its own ({@code
 * peers/neutron_peer.py}), on a PostgreSQL database.
 */
public final class Neutron implements AutoCloseable {
  private static final String PYTHON = "/usr/bin/python3";
  private static final String SCRIPT = "ipam-benchmarks/peers/neutron_peer.py";
  private static final double SECONDS_A_TURN = 0.1;

  private final Process process;
  private final BufferedReader answers;
  private final Writer commands;

  private Neutron(Process process) {
    this.process = process;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** What is missing here to run it, or nothing. */
  public static Optional<String> missing() throws IOException, InterruptedException {
    if (!Files.exists(Path.of(PYTHON)) || !Files.exists(script())) {
      return Optional.of(PYTHON + " or " + SCRIPT);
    }
    int code =
        new ProcessBuilder(PYTHON, "-c", "import neutron.ipam.driver, psycopg2")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    return code == 0 ? Optional.empty() : Optional.of("python3-neutron or python3-psycopg2");
  }

  private static Path script() {
    return Path.of(System.getProperty("ipam.bench.home", ".")).resolve(SCRIPT).toAbsolutePath();
  }

  /** Starts it; it makes its tables in the database. */
  public static Neutron start(JdbcEndpoint database) throws IOException {
    String url =
        database
            .url()
            .replace(
                "jdbc:postgresql://",
                "postgresql+psycopg2://" + database.user() + ":" + database.password() + "@");
    Neutron neutron =
        new Neutron(
            new ProcessBuilder(PYTHON, "-W", "ignore", script().toString(), url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    neutron.expect("ready");
    return neutron;
  }

  /** Gives it a new /16 of which so many addresses are held. */
  public void subnet(int held) throws IOException {
    say("subnet " + held);
    expect("ok");
  }

  /** Gives up the subnet. */
  public void drop() throws IOException {
    say("drop");
    expect("ok");
  }

  /** Each turn allocates any address, for a tenth of a second or once. */
  public Side allocations(String label) {
    return new Side(
        label,
        1,
        caller -> {
          say("any " + SECONDS_A_TURN);
          String answer = answer();
          return Integer.parseInt(answer, 0, answer.indexOf(' '), 10);
        });
  }

  private void say(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
  }

  private void expect(String wanted) throws IOException {
    String got = answer();
    if (!got.equals(wanted)) {
      throw new IOException("Neutron's driver said \"" + got + "\" and not \"" + wanted + "\".");
    }
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("Neutron's driver has ended; what it wrote says why.");
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    commands.close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
