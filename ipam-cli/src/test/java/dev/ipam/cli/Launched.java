package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that {@code bin/ipam} started. */
record Launched(int code, String out, String err) {
  static final Path LAUNCHER = Path.of("../bin/ipam").toAbsolutePath().normalize();

  /** Makes the folder of jars that {@code IPAM_LIB} names, from what this build has packaged. */
  static Path lib(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path jar = Path.of(System.getProperty("ipam.jar"));
    Files.createSymbolicLink(folder.resolve(jar.getFileName()), jar);
    try (Stream<Path> jars = Files.list(Path.of(System.getProperty("ipam.lib")))) {
      for (Path each : jars.toList()) {
        Files.createSymbolicLink(folder.resolve(each.getFileName()), each);
      }
    }
    return folder;
  }

  static ProcessBuilder builder(
      Path launcher, Path directory, Map<String, String> environment, String... args) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    return builder;
  }

  static Launched run(
      Path launcher, Path directory, Map<String, String> environment, String... args)
      throws Exception {
    Path out = Files.createTempFile(directory, "out", "");
    Path err = Files.createTempFile(directory, "err", "");
    Process process =
        builder(launcher, directory, environment, args)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ends in time").isTrue();
    return new Launched(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
