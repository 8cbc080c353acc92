package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a project of its own, with a build that only notes that it was called. */
class LauncherIT {
  @TempDir Path directory;
  private Path root;
  private Path launcher;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void makeProject() throws IOException {
    root = directory.resolve("the project");
    launcher = root.resolve("bin/ipam");
    Files.createDirectories(launcher.getParent());
    Files.copy(Launched.LAUNCHER, launcher);
    Files.createDirectories(root.resolve("ipam-cli/src/main/java"));
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Files.writeString(root.resolve("ipam-cli/pom.xml"), "<project/>");
    Files.writeString(root.resolve("ipam-cli/src/main/java/One.java"), "class One {}");
    Files.writeString(root.resolve("ipam-cli/src/main/java/Two.java"), "class Two {}");
    Path jar = stub();
    build(
        """
        mkdir -p ipam-cli/target/fast/lib
        cp "%1$s" ipam-cli/target/fast/lib/library.jar
        cp "%1$s" ipam-cli/target/fast/ipam-cli-1.jar
        """
            .formatted(jar));
    environment.put("PATH", directory.resolve("tools") + ":" + System.getenv("PATH"));
  }

  /** A command that prints its arguments. */
  private Path stub() throws IOException {
    Path source = Files.createDirectories(directory.resolve("stub/dev/ipam/cli"));
    Files.writeString(
        source.resolve("Main.java"),
        """
        package dev.ipam.cli;
        public class Main {
          public static void main(String[] args) throws Exception {
            var out = new java.io.PrintStream(
                new java.io.FileOutputStream(java.io.FileDescriptor.out), true, "UTF-8");
            for (String arg : args) {
              out.println("<" + arg + ">");
            }
            System.exit(args.length == 1 && args[0].equals("fail") ? 7 : 0);
          }
        }
        """);
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", directory.resolve("classes") + "", source + "/Main.java");
    assertThat(code).isZero();
    Path jar = directory.resolve("stub.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("dev/ipam/cli/Main.class"));
      Files.copy(directory.resolve("classes/dev/ipam/cli/Main.class"), out);
    }
    return jar;
  }

  private void build(String script) throws IOException {
    Path maven = Files.createDirectories(directory.resolve("tools")).resolve("mvn");
    Files.writeString(maven, "#!/bin/sh\necho \"$*\" >>'" + calls() + "'\n" + script);
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path calls() {
    return directory.resolve("calls");
  }

  private List<String> builds() throws IOException {
    return Files.exists(calls()) ? Files.readAllLines(calls()) : List.of();
  }

  private Launched start(String... args) throws Exception {
    return Launched.run(launcher, directory, environment, args);
  }

  @Test
  void theFirstStartBuildsAndTheNextOnesDoNot() throws Exception {
    Launched first = start("subnet", "show", "with space", "", "*", "grün");
    assertThat(first.err())
        .isEqualTo("ipam: building the command, once after each change of its sources ...\n");
    assertThat(first.out()).isEqualTo("<subnet>\n<show>\n<with space>\n<>\n<*>\n<grün>\n");
    assertThat(builds()).containsExactly("-q -Pfast -pl ipam-cli -am package -DskipTests");

    Launched second = start("fail");
    assertThat(second.err()).isEmpty();
    assertThat(second.code()).isEqualTo(7);
    assertThat(builds()).hasSize(1);
  }

  @Test
  void argumentsAreUtf8WhateverTheLocale() throws Exception {
    for (String locale : List.of("C", "POSIX", "en_US.ISO-8859-1")) {
      environment.put("LC_ALL", locale);
      assertThat(start("grün").out()).as(locale).isEqualTo("<grün>\n");
    }
  }

  @Test
  void itIsFoundThroughSymbolicLinks() throws Exception {
    Path there = Files.createDirectories(directory.resolve("there"));
    Path direct = Files.createSymbolicLink(there.resolve("direct"), launcher);
    Path relative = Files.createSymbolicLink(there.resolve("relative"), Path.of("direct"));

    assertThat(Launched.run(relative, directory, environment, "x").out()).isEqualTo("<x>\n");
    assertThat(Launched.run(direct, there, environment, "x").err()).isEmpty();
  }

  @Test
  void aChangeOfTheSourcesBuildsAgain() throws Exception {
    start();
    Path source = root.resolve("ipam-cli/src/main/java/One.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    start();
    assertThat(builds()).hasSize(2);

    Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
    start();
    assertThat(builds()).hasSize(2);

    Files.delete(root.resolve("ipam-cli/src/main/java/Two.java"));
    start();
    assertThat(builds()).as("a source that is gone is a change too").hasSize(3);
  }

  @Test
  void concurrentFirstStartsBuildOnce() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      processes.add(
          Launched.builder(launcher, directory, environment, "x")
              .redirectOutput(directory.resolve("out" + i).toFile())
              .redirectErrorStream(false)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start());
    }
    for (int i = 0; i < processes.size(); i++) {
      assertThat(processes.get(i).waitFor()).isZero();
      assertThat(directory.resolve("out" + i)).hasContent("<x>");
    }
    assertThat(builds()).hasSize(1);
  }

  @Test
  void aFailedBuildShowsItsErrorsAndIsTriedAgain() throws Exception {
    build("echo '[INFO] noise'; echo '[ERROR] One.java:[1,1] boom'; exit 1\n");

    for (int i = 1; i <= 2; i++) {
      Launched failed = start("x");
      assertThat(failed.code()).isEqualTo(1);
      assertThat(failed.out()).isEmpty();
      assertThat(failed.err())
          .contains("[ERROR] One.java:[1,1] boom\n", "ipam: the build failed", "build.log")
          .doesNotContain("noise");
      assertThat(builds()).hasSize(i);
    }
  }

  @Test
  void aJavaThatCannotBeUsedIsNamed() throws Exception {
    environment.put("JAVA_HOME", directory.resolve("nowhere").toString());
    Launched none = start("x");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).startsWith("ipam: JAVA_HOME is ").contains("nowhere");

    Path old = Files.createDirectories(directory.resolve("old/bin"));
    Files.createFile(
        old.resolve("java"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Files.writeString(directory.resolve("old/release"), "JAVA_VERSION=\"11.0.2\"\n");
    environment.put("JAVA_HOME", directory.resolve("old").toString());
    Launched eleven = start("x");
    assertThat(eleven.code()).isEqualTo(1);
    assertThat(eleven.err()).startsWith("ipam: Java 17 or newer is needed").contains("11.0.2");
    assertThat(builds()).isEmpty();
  }

  @Test
  void aFolderOfJarsIsUsedAsItIs() throws Exception {
    Path lib = Files.createDirectories(directory.resolve("lib"));
    Files.copy(directory.resolve("stub.jar"), lib.resolve("stub.jar"));
    environment.put("IPAM_LIB", lib.toString());

    assertThat(start("x").out()).isEqualTo("<x>\n");
    assertThat(builds()).isEmpty();
    environment.put("IPAM_LIB", directory.resolve("nothing").toString());
    assertThat(start("x").err()).startsWith("ipam: IPAM_LIB is ");
  }
}
