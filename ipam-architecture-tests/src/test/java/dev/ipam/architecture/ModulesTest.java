package dev.ipam.architecture;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the sources and the module descriptors must agree on with the classes under test. */
class ModulesTest {
  /** Programs and what only tests use: nobody outside has them as an API, so no descriptor. */
  private static final Set<String> WITHOUT_API =
      Set.of("ipam-cli", "ipam-measure", "ipam-benchmarks", "ipam-test-databases");

  private static final Path ROOT = Path.of("..");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.ipam");

  @Test
  void theRulesSeeEverySourceFile() throws IOException {
    Set<String> seen = names(CLASSES.stream());

    assertThat(seen).as("this module depends on every other one").containsAll(sourceClasses());
  }

  @Test
  void aModuleWithPublicClassesHasADescriptor() throws IOException {
    Set<String> publicClasses =
        names(CLASSES.stream().filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC)));
    List<String> without = new ArrayList<>();
    for (Path module : modules()) {
      boolean isPublic = sourceClasses(module).stream().anyMatch(publicClasses::contains);
      boolean described = Files.exists(module.resolve("src/main/java/module-info.java"));
      if (isPublic && !described && !WITHOUT_API.contains(module.getFileName().toString())) {
        without.add(module.getFileName().toString());
      }
    }

    assertThat(without).as("modules without src/main/java/module-info.java").isEmpty();
  }

  @Test
  void driversAreDeclaredAlikeInDescriptorAndServices() throws IOException {
    for (ModuleReference module : descriptors()) {
      for (ModuleDescriptor.Provides provides : module.descriptor().provides()) {
        assertThat(services(module, provides.service()))
            .as("META-INF/services/%s of %s", provides.service(), module.descriptor().name())
            .containsExactlyInAnyOrderElementsOf(provides.providers());
      }
      assertThat(serviceNames(module))
          .as("services of %s that its descriptor provides", module.descriptor().name())
          .containsExactlyInAnyOrderElementsOf(
              module.descriptor().provides().stream()
                  .map(ModuleDescriptor.Provides::service)
                  .toList());
    }
  }

  private static Set<String> names(Stream<JavaClass> classes) {
    return classes.map(JavaClass::getName).collect(toCollection(TreeSet::new));
  }

  private static List<Path> modules() throws IOException {
    try (Stream<Path> children = Files.list(ROOT)) {
      return children
          .filter(child -> Files.isDirectory(child.resolve("src/main/java")))
          .sorted()
          .toList();
    }
  }

  private static Set<String> sourceClasses() throws IOException {
    Set<String> all = new TreeSet<>();
    for (Path module : modules()) {
      all.addAll(sourceClasses(module));
    }
    return all;
  }

  private static Set<String> sourceClasses(Path module) throws IOException {
    Path sources = module.resolve("src/main/java");
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .map(file -> sources.relativize(file).toString())
          .filter(name -> name.endsWith(".java") && !name.endsWith("-info.java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .map(name -> name.replace(File.separatorChar, '.'))
          .collect(toCollection(TreeSet::new));
    }
  }

  private static List<ModuleReference> descriptors() {
    Path[] classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.contains("ipam-"))
            .map(Path::of)
            .filter(entry -> Files.isRegularFile(entry) || hasDescriptor(entry))
            .toArray(Path[]::new);
    return ModuleFinder.of(classPath).findAll().stream()
        .filter(module -> !module.descriptor().isAutomatic())
        .filter(module -> module.descriptor().name().startsWith("dev.ipam."))
        .toList();
  }

  private static boolean hasDescriptor(Path directory) {
    return Files.exists(directory.resolve("module-info.class"));
  }

  private static List<String> serviceNames(ModuleReference module) throws IOException {
    String folder = "META-INF/services/";
    try (ModuleReader reader = module.open();
        Stream<String> entries = reader.list()) {
      return entries
          .filter(entry -> entry.startsWith(folder) && !entry.endsWith("/"))
          .map(entry -> entry.substring(folder.length()))
          .filter(service -> service.startsWith("dev.ipam."))
          .toList();
    }
  }

  private static List<String> services(ModuleReference module, String service) throws IOException {
    try (ModuleReader reader = module.open()) {
      InputStream in = reader.open("META-INF/services/" + service).orElse(null);
      if (in == null) {
        return List.of();
      }
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        return lines
            .lines()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .toList();
      }
    }
  }
}
