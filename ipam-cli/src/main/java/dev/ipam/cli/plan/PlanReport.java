package dev.ipam.cli.plan;

import static dev.ipam.cli.output.Column.shown;

import dev.ipam.cli.output.Column;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What was done, or would be.
 *
 * @param comparison what the plan meant for the store
 * @param dryRun whether nothing was done
 * @param took how long it took
 */
public record PlanReport(Comparison comparison, boolean dryRun, Duration took) {
  /** The whole, for programs. */
  public static final List<Column<PlanReport>> COLUMNS =
      List.of(
          shown("file", report -> report.comparison.plan().file()),
          shown("dry_run", PlanReport::dryRun),
          shown("fits", report -> report.comparison.fits()),
          shown("scopes_created", PlanReport::scopesCreated),
          shown("pools_created", PlanReport::poolsCreated),
          shown("pools_updated", PlanReport::poolsUpdated),
          shown("subnets_created", report -> report.subnets("create")),
          shown("subnets_updated", report -> report.subnets("update")),
          shown("subnets_unchanged", report -> report.subnets("keep")),
          shown("addresses_allocated", report -> report.comparison.missing()),
          shown("addresses_unchanged", PlanReport::held),
          shown("addresses_surplus", PlanReport::surplus),
          shown("milliseconds", report -> report.took.toMillis()),
          shown("subnets", report -> report.dryRun ? report.changesAsMaps() : null));

  /** One subnet, for whoever wants to know what a dry run would do. */
  public static final List<Column<SubnetWork>> CHANGES =
      List.of(
          shown("subnet_id", SubnetWork::subnetId),
          shown("cidr", SubnetWork::cidr),
          shown("action", SubnetWork::action),
          shown("allocate", work -> work.missing().size()),
          shown("unchanged", SubnetWork::held),
          shown("free_before", SubnetWork::freeBefore),
          shown("free_after", SubnetWork::freeAfter),
          shown("fits", SubnetWork::fits));

  /**
   * Returns the subnets for which there is something to do.
   *
   * @return what there is to do
   */
  public List<SubnetWork> changes() {
    return comparison.subnets().stream().filter(work -> !work.isNothing()).toList();
  }

  private List<Map<String, Object>> changesAsMaps() {
    return changes().stream().map(PlanReport::asMap).toList();
  }

  private static Map<String, Object> asMap(SubnetWork work) {
    Map<String, Object> map = new LinkedHashMap<>();
    CHANGES.forEach(c -> map.put(c.name(), Objects.requireNonNull(c.value().apply(work))));
    return map;
  }

  /**
   * Says it in a sentence.
   *
   * @return the sentence
   */
  public String sentence() {
    long created = subnets("create");
    long updated = subnets("update");
    long allocated = comparison.missing();
    String more =
        surplus() == 0
            ? ""
            : " Owners of the plan hold "
                + number(surplus(), "address")
                + " more than it says; a plan never releases any.";
    if (created + updated + allocated + scopesCreated() + poolsCreated() + poolsUpdated() == 0) {
      return "Nothing to do: "
          + number(subnets("keep"), "subnet")
          + " and "
          + number(held(), "address")
          + " are there already."
          + more;
    }
    String verb = dryRun ? "Would create " : "Created ";
    return verb
        + pools()
        + number(created, "subnet")
        + (updated == 0 ? "" : (dryRun ? ", update " : ", updated ") + updated)
        + (poolsUpdated() == 0
            ? ""
            : (dryRun ? ", change " : ", changed ") + number(poolsUpdated(), "subnet pool"))
        + (dryRun ? " and allocate " : " and allocated ")
        + number(allocated, "address")
        + (dryRun ? "" : " in " + seconds())
        + "; unchanged: "
        + number(subnets("keep"), "subnet")
        + ", "
        + number(held(), "address")
        + "."
        + more;
  }

  private String pools() {
    String scopes = scopesCreated() == 0 ? "" : number(scopesCreated(), "address scope") + ", ";
    String created = poolsCreated() == 0 ? "" : number(poolsCreated(), "subnet pool") + ", ";
    return scopes + created;
  }

  private long scopesCreated() {
    return comparison.scopes().stream().filter(ScopeWork::missing).count();
  }

  private long poolsCreated() {
    return comparison.pools().stream().filter(work -> work.create() != null).count();
  }

  private long poolsUpdated() {
    return comparison.pools().stream().filter(work -> work.update() != null).count();
  }

  private String seconds() {
    return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
  }

  private static String number(long count, String noun) {
    String plural = noun.endsWith("s") ? noun + "es" : noun + "s";
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? noun : plural);
  }

  private long subnets(String action) {
    return comparison.subnets().stream().filter(work -> work.action().equals(action)).count();
  }

  private long held() {
    return comparison.subnets().stream().mapToLong(SubnetWork::held).sum();
  }

  private long surplus() {
    return comparison.subnets().stream().mapToLong(SubnetWork::surplus).sum();
  }
}
