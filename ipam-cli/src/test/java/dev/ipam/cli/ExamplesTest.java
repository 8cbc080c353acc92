package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
  void theDataCentreDividesItsServicesByQuota() {
    CliRunner cli = CliRunner.withStore(directory);
    apply(cli, Path.of("../examples/data-centre.yaml"));

    assertThat(cli.line("-o json pool list").succeeds().array()).hasSize(6);
    assertThat(cli.line("-o json scope list").succeeds().array()).hasSize(2);
    List<Map<String, Object>> shares = shares(cli);
    assertThat(shares).hasSizeGreaterThan(1);
    String project = shares.get(0).get("project").toString();
    while ((int) shares(cli).get(0).get("quota_left") >= 512) {
      cli.line(
              "subnet create --from-pool services --prefix-length 23 --id "
                  + UUID.randomUUID()
                  + " --project "
                  + project)
          .succeeds();
    }
    cli.line("subnet create --from-pool services --prefix-length 23 --id more --project " + project)
        .fails(ExitCode.EXHAUSTED, project, "quota");
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> shares(CliRunner cli) {
    return (List<Map<String, Object>>)
        cli.line("-o json pool show services").succeeds().object().get("projects");
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
