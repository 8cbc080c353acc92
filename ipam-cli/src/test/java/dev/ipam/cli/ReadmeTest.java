package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
  private static final Path ROOT = Path.of("..");

  @TempDir Path directory;

  private static List<String> block(String language) throws Exception {
    String readme = Files.readString(ROOT.resolve("README.md"));
    Matcher block =
        Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL).matcher(readme);
    assertThat(block.find()).as(language + " in README.md").isTrue();
    return block.group(1).lines().toList();
  }

  @Test
  void theExampleHasEightLinesAndWorks() throws Exception {
    List<String> example = block("java");
    assertThat(example).hasSize(8);
    List<String> here =
        example.stream()
            .map(line -> line.replace("\"data\"", "\"" + directory.resolve("data") + "\""))
            .toList();

    assertThat(CompiledJava.run(directory, here))
        .isEqualTo("192.0.2.2 belongs to laptop\n252 addresses are free\n");
  }

  @Test
  void theDependenciesAreWhatIsBuilt() throws Exception {
    Matcher version =
        Pattern.compile("<version>(.*?)</version>")
            .matcher(Files.readString(ROOT.resolve("pom.xml")));
    assertThat(version.find()).isTrue();

    String dependencies = String.join("\n", block("xml"));
    assertThat(dependencies.split("<version>", -1)).hasSize(3);
    assertThat(dependencies.replace("<version>" + version.group(1) + "</version>", ""))
        .doesNotContain("<version>");
  }
}
