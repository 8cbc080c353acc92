package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the command by its real entry point, in a directory and with an environment of its own. */
final class CliRunner {
  final Path directory;
  final Map<String, String> environment = new HashMap<>();
  boolean terminal;

  /** Whoever reads standard output has gone before anything is written. */
  boolean readerHasGone;

  CliRunner(Path directory) {
    this.directory = directory;
  }

  /** With the built-in driver, which need not survive the loss of power here. */
  static CliRunner withStore(Path directory) {
    CliRunner cli = new CliRunner(directory);
    cli.configure("ipam.builtin.path=" + directory.resolve("store"), "ipam.builtin.durability=os");
    cli.run("init").succeeds();
    return cli;
  }

  void configure(String... lines) {
    write(IpamCommand.DEFAULT_FILE, String.join("\n", lines) + "\n");
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Result run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Surroundings surroundings =
        new Surroundings(
            new PrintWriter(readerHasGone ? closedPipe() : out),
            new PrintWriter(err, true),
            directory,
            environment,
            terminal,
            terminal);
    int code = new Cli(surroundings).run(args);
    return new Result(List.of(args), code, out.toString(), err.toString());
  }

  private static Writer closedPipe() {
    OutputStream pipe =
        OutputFailure.reportedBy(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            });
    return new Writer() {
      @Override
      public void write(char[] text, int from, int length) throws IOException {
        pipe.write(0);
      }

      @Override
      public void flush() throws IOException {
        pipe.write(0);
      }

      @Override
      public void close() {}
    };
  }

  /** Runs words that have no spaces in them. */
  Result line(String words) {
    return run(words.split(" ", -1));
  }

  record Result(List<String> args, int code, String out, String err) {
    Result succeeds() {
      assertThat(code).as("exit code of %s: %s", args, err).isZero();
      assertThat(err).as("standard error of %s", args).isEmpty();
      return this;
    }

    /** Fails as every failure should: one sentence, nothing on standard output. */
    Result fails(ExitCode expected, String... phrases) {
      assertThat(code).as("exit code of %s: %s", args, err).isEqualTo(expected.number());
      assertThat(out).isEmpty();
      assertThat(err).startsWith("ipam: ").endsWith("\n").hasSizeLessThan(2_500);
      assertThat(err.lines()).as("lines of %s", err).hasSize(1);
      for (String phrase : phrases) {
        assertThat(err).contains(phrase);
      }
      assertThat(err).doesNotContain("Exception");
      return this;
    }

    /** Leaves it to the test what stands on standard error. */
    Result exits(ExitCode expected) {
      assertThat(code).as("exit code of %s: %s", args, err).isEqualTo(expected.number());
      return this;
    }

    Object json() {
      return JsonReader.read(out);
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> object() {
      return (Map<String, Object>) json();
    }

    @SuppressWarnings("unchecked")
    List<Map<String, Object>> array() {
      return (List<Map<String, Object>>) json();
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> error() {
      Map<String, Object> document = (Map<String, Object>) JsonReader.read(err);
      assertThat(document).containsOnlyKeys("error");
      return (Map<String, Object>) document.get("error");
    }
  }
}
