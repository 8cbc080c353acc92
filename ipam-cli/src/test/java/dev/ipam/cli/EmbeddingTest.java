package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of docs/embedding.md, run piece by piece on one store. */
class EmbeddingTest {
  private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

  @TempDir Path directory;

  @Test
  void everyPieceDoesWhatTheTextSays() throws Exception {
    List<String> pieces =
        JAVA.matcher(Files.readString(Path.of("../docs/embedding.md")))
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();
    assertThat(pieces).hasSize(11);
    String store = "\"" + directory.resolve("data") + "\"";
    List<String> program = new ArrayList<>();
    program.add("{" + pieces.get(0).replace("\"data\"", store) + "}");
    program.add("Ipam ipam = Ipam.builder().set(\"ipam.builtin.path\", " + store + ").open();");
    program.add("ipam.createSubnet(SubnetRequest.of(\"office\", \"192.0.2.0/24\"));");
    program.add("ipam.createSubnet(SubnetRequest.of(\"office-v6\", \"2001:db8::/64\"));");
    program.add("ipam.allocate(\"office\");");
    for (String piece : pieces.subList(1, pieces.size())) {
      program.add("System.out.println(\"--\");");
      // The last one opens an Ipam of its own, whose name the others' must not hide.
      boolean own = piece.startsWith("try (Ipam ipam");
      String run = own ? piece.replaceAll("\\bipam\\b(?!\\.builtin)", "memory") : piece;
      program.add("{" + run.replace("\"data\"", store) + "}");
    }
    program.add("ipam.close();");

    String[] printed = CompiledJava.run(directory, program).split("--\n", -1);

    assertThat(printed[0]).isEqualTo("builtin true\n");
    assertThat(printed[1]).contains("192.0.2.2").hasLineCount(1);
    assertThat(printed[2]).isEqualTo("true\nOptional.empty\n");
    assertThat(printed[3]).isEqualTo("CONFLICT {subnet_id=office, address=192.0.2.1}\n");
    assertThat(printed[4]).isEqualTo("port-8\n");
    assertThat(printed[5]).matches("saving port-9 with 192\\.0\\.2\\.\\d+\n");
    assertThat(printed[6]).matches("192\\.0\\.2\\.\\d+ 2001:db8::2\n");
    assertThat(printed[7]).isEqualTo("true\n");
    assertThat(printed[8]).isEqualTo("0 0\n");
    // 253 in the pools; held: any, port-8, port-9, port-10; the gateway is outside of them.
    assertThat(printed[9]).isEqualTo("false 51\n");
    assertThat(printed[10]).isEqualTo("192.0.2.2\n");
  }
}
