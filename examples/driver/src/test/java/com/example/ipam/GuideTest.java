package com.example.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide shows the example as it is: each block names the file that it is of. */
class GuideTest {
  private static final Path ROOT = Path.of("../..");
  private static final Pattern BLOCK =
      Pattern.compile("<!-- (\\S+) -->\n```\\w*\n(.*?)\n```", Pattern.DOTALL);

  @Test
  void everyBlockIsInItsFile() throws IOException {
    String guide = Files.readString(ROOT.resolve("docs/writing-a-driver.md"));
    List<String> files = new ArrayList<>();
    for (Matcher block = BLOCK.matcher(guide); block.find(); ) {
      files.add(block.group(1));
      assertThat(Files.readString(ROOT.resolve(block.group(1))))
          .as("docs/writing-a-driver.md shows %s otherwise", block.group(1))
          .contains(block.group(2) + "\n");
    }
    assertThat(files).hasSize(8);
    assertThat(guide.split("```(java|xml)", -1)).as("blocks that name no file").hasSize(8);
  }

  @Test
  void thePomNamesTheVersionsThatWeBuildWith() throws IOException {
    String pom = Files.readString(Path.of("src/test/resources/vendor-pom.xml"));
    String ours = Files.readString(ROOT.resolve("pom.xml"));
    assertThat(Files.readString(ROOT.resolve("docs/writing-a-driver.md"))).contains(pom);
    Matcher versions =
        Pattern.compile("(?s)<artifactId>([^<]*)</artifactId>\\s*<version>([^<]*)<").matcher(pom);
    int seen = 0;
    while (versions.find()) {
      String name = versions.group(1);
      if (!name.equals("example-ipam-driver")) {
        String version = Pattern.quote(versions.group(2));
        String where =
            name.startsWith("maven-")
                ? Pattern.quote(name) + "</artifactId>\\s*<version>"
                : "<(junit\\.)?version>";
        assertThat(ours).as(name).containsPattern(where + version + "<");
        seen++;
      }
    }
    assertThat(seen).isEqualTo(4);
  }

  @Test
  void theTestClassIsShownWholly() throws IOException {
    String file = "examples/driver/src/test/java/com/example/ipam/ExampleConformanceTest.java";
    String guide = Files.readString(ROOT.resolve("docs/writing-a-driver.md"));
    assertThat(guide).contains(Files.readString(ROOT.resolve(file)));
  }
}
