package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles and runs the statements that the documentation shows. */
final class CompiledJava {
  private CompiledJava() {}

  /** Runs the statements, and returns what they printed. */
  static String run(Path directory, List<String> statements) throws Exception {
    Path source = directory.resolve("Shown.java");
    Files.write(
        source,
        List.of(
            "import dev.ipam.*;",
            "import dev.ipam.error.*;",
            "import dev.ipam.fit.*;",
            "import dev.ipam.migrate.*;",
            "import dev.ipam.migration.control.*;",
            "import dev.ipam.net.*;",
            "import dev.ipam.reconcile.*;",
            "import dev.ipam.request.*;",
            "import dev.ipam.spi.*;",
            "import dev.ipam.unit.*;",
            "import java.nio.file.*;",
            "import java.time.*;",
            "import java.util.*;",
            "import java.util.function.*;",
            "import java.util.stream.*;",
            "public class Shown {",
            "  public static void main(String[] args) throws Exception {",
            String.join("\n", statements),
            "  }",
            "}"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int code =
        compiler.run(
            null,
            messages,
            messages,
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            directory.toString(),
            source.toString());
    assertThat(code).as(messages.toString(StandardCharsets.UTF_8)).isZero();
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader
          .loadClass("Shown")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
