package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {
  @TempDir Path directory;

  @Test
  void theTourShowsWhatHappens() {
    String tour = new CliRunner(directory).line("quickstart").succeeds().out();

    assertThat(tour)
        .contains(
            "$ ipam init",
            "$ ipam subnet create 192.0.2.0/24 --id office",
            "192.0.2.2",
            "2001:db8:0:1:216:3eff:fe11:2233",
            "Address 192.0.2.50 of subnet \"office\" is allocated already",
            "Released 192.0.2.2 in office.",
            "$ ipam subnet map office",
            "Set ipam_driver=reference",
            "Set ipam_driver=builtin",
            "Both hold the same",
            "192.0.2.32   ........ ........ ..#..... ........  1 taken",
            "java> ipam.createSubnet(SubnetRequest.of(\"office\", \"192.0.2.0/24\"));");
    String where = tour.lines().findFirst().orElseThrow().replaceAll(".* at (.*)\\.", "$1");
    assertThat(Path.of(where)).doesNotExist();
  }

  @Test
  void aStoreThatIsKeptCanBeUsed() throws Exception {
    Path kept = directory.resolve("kept");
    new CliRunner(directory).line("quickstart --keep kept").succeeds();

    assertThat(new CliRunner(kept).line("-o json subnet list").succeeds().array()).hasSize(2);
    new CliRunner(directory).line("quickstart --keep kept").fails(ExitCode.USAGE, "not empty");
    Files.writeString(directory.resolve("file"), "x");
    new CliRunner(directory).line("quickstart --keep file").fails(ExitCode.USAGE, "file");
  }

  @Test
  void theTourIgnoresTheConfigurationAround() {
    CliRunner cli = new CliRunner(directory);
    cli.configure("ipam_driver=faulty");
    cli.environment.put("IPAM_BUILTIN_PATH", directory.resolve("mine").toString());

    cli.line("quickstart").succeeds();
    assertThat(directory.resolve("mine")).doesNotExist();
  }

  @Test
  void theTourRunsOnTheReferenceDriverWithNothingInstalled() {
    CliRunner cli = new CliRunner(directory);

    String tour = cli.line("--set ipam_driver=reference quickstart").succeeds().out();
    assertThat(tour)
        .contains("jdbc:sqlite:", "Address 192.0.2.50 of subnet \"office\" is allocated already")
        .contains("$ ipam migrate --to builtin", "$ ipam migrate --to reference");
  }

  @Test
  void theJavaDoesTheSame() throws Exception {
    List<String> statements = new ArrayList<>();
    QuickstartStep.all(QuickstartStore.in(directory, "builtin"))
        .forEach(step -> statements.addAll(step.java()));
    // The tour leaves its store open, which would go on working while its folder is deleted.
    statements.add("ipam.close();");

    String printed = CompiledJava.run(directory, statements);
    assertThat(printed)
        .contains("Address 192.0.2.50 of subnet \"office\" is allocated already")
        .contains("192.0.2.50", "2001:db8:0:1:216:3eff:fe11:2233")
        .contains("way=changes", "owner=visitor");
  }
}
