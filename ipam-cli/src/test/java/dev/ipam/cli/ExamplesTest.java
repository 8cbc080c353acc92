package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
  @TempDir Path directory;

  private CliRunner.Result apply(CliRunner cli, Path plan) {
    return cli.run("-o", "json", "apply", plan.toAbsolutePath().toString()).succeeds();
  }

  @Test
  void bothPlansAreCarriedOutSideBySideAndOnlyOnce() {
    CliRunner cli = CliRunner.withStore(directory);
    Path office = Path.of("../examples/small-office.yaml");
    Path centre = Path.of("../examples/data-centre.yaml");

    assertThat(apply(cli, office).object())
        .containsEntry("subnets_created", 7)
        .containsEntry("addresses_allocated", 58);
    assertThat(apply(cli, centre).object())
        .satisfies(
            report -> {
              assertThat((int) report.get("subnets_created")).isBetween(200, 999);
              assertThat((int) report.get("addresses_allocated")).isBetween(2_000, 99_999);
            });
    for (Path plan : new Path[] {office, centre}) {
      assertThat(apply(cli, plan).object())
          .containsEntry("subnets_created", 0)
          .containsEntry("subnets_updated", 0)
          .containsEntry("addresses_allocated", 0)
          .containsEntry("addresses_surplus", 0);
    }
  }

  @Test
  void thePlansInTheDocumentationWork() throws Exception {
    CliRunner cli = CliRunner.withStore(directory);
    Matcher block =
        Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("../docs/plans.md")));
    assertThat(block.find()).isTrue();
    Path plan = cli.write("plan.yaml", block.group(1));

    assertThat(cli.run("-o", "json", "apply", plan.toString()).succeeds().object())
        .containsEntry("subnets_created", 2)
        .containsEntry("addresses_allocated", 35);

    assertThat(block.find()).isTrue();
    Path pools = cli.write("pools.yaml", block.group(1));
    assertThat(cli.run("-o", "json", "apply", pools.toString()).succeeds().object())
        .containsEntry("scopes_created", 1)
        .containsEntry("pools_created", 1)
        .containsEntry("subnets_created", 2)
        .containsEntry("addresses_allocated", 5);
  }
}
