package dev.ipam.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The entry of the command. */
final class Main {
  private Main() {}

  /**
   * Runs the command and ends the JVM with its exit code.
   *
   * @param args the arguments
   */
  public static void main(String[] args) {
    PrintWriter out =
        writer(OutputFailure.reportedBy(new FileOutputStream(FileDescriptor.out)), false);
    PrintWriter err = writer(new FileOutputStream(FileDescriptor.err), true);
    // The launcher knows which streams are terminals; a JVM of version 17 cannot tell.
    List<String> terminals = List.of(System.getProperty("ipam.terminals", "").split(",", -1));
    Surroundings surroundings =
        new Surroundings(
            out,
            err,
            Path.of(""),
            System.getenv(),
            terminals.contains("out"),
            terminals.contains("err"));
    int code = new Cli(surroundings).run(args);
    err.flush();
    System.exit(code);
  }

  private static PrintWriter writer(OutputStream stream, boolean autoFlush) {
    return new PrintWriter(
        new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8)), autoFlush);
  }
}
