package dev.ipam.cli;

import dev.ipam.Ipam;
import dev.ipam.cli.output.Column;
import dev.ipam.cli.output.Output;
import dev.ipam.cli.reconcile.OwnerList;
import dev.ipam.cli.reconcile.SightingsFile;
import dev.ipam.cli.text.Texts;
import dev.ipam.reconcile.LeakReport;
import dev.ipam.reconcile.Reconciler;
import dev.ipam.reconcile.Sighting;
import dev.ipam.request.Allocation;
import dev.ipam.spi.Capability;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Names, and frees, what is held by owners that no longer exist. */
@Command(
    name = "reconcile",
    description = {
      "Name the addresses that are held by owners that no longer exist.",
      "With --free, release those that were seen so twice, in two lists made --apart from each other."
    })
final class ReconcileCommand extends Action.OnStore {
  @Option(
      names = "--owners",
      paramLabel = "FILE",
      required = true,
      description = "All owners that exist, one a line; made anew for each run.")
  private Path owners = Path.of("");

  @Option(names = "--free", description = "Release what was seen leaked before, by its token.")
  private boolean free;

  @Option(
      names = "--apart",
      paramLabel = "DURATION",
      description =
          "How long must lie between the two lists; longer than an owner takes from getting its"
              + " address to being listed. 1h by default.")
  private String apart = "1h";

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description = "Where to keep what was seen, for the next run; ./ipam-leaks by default.")
  private Path state = Path.of("ipam-leaks");

  private Duration between = Duration.ZERO;
  private @Nullable OwnerList existing;

  @Override
  void prepare() {
    between = Texts.duration(apart);
    if (between.compareTo(Duration.ofSeconds(1)) < 0) {
      throw misuse("--apart must be one second or longer");
    }
    existing = OwnerList.read(surroundings().directory().resolve(owners), Instant.now());
  }

  @Override
  boolean onlyReads() {
    return !free;
  }

  @Override
  void run(Ipam ipam, Output output) {
    OwnerList list = prepared(existing);
    Reconciler reconciler = new Reconciler(ipam, between);
    SightingsFile file =
        new SightingsFile(surroundings().directory().resolve(state), ipam.driver().store().id());
    List<Sighting> earlier = file.read();
    LeakReport report;
    try (Progress progress = new Progress(surroundings(), "addresses with an owner", 0)) {
      report =
          reconciler.look(
              owner -> {
                progress.add(1);
                return list.owners().contains(owner);
              },
              earlier,
              list.asOf());
    }
    // Before anything is freed: what fails half-way can be repeated.
    file.write(report.leaks());
    boolean hasTokens = ipam.capabilities().contains(Capability.TOKENS);
    List<Allocation> freed = new ArrayList<>();
    try {
      if (free) {
        reconciler.free(report, freed::add);
      }
    } catch (RuntimeException e) {
      if (freed.isEmpty()) {
        throw e;
      }
      showWhileRead(() -> show(output, report, freed, hasTokens));
      throw new PartlyDone(e);
    }
    show(output, report, freed, hasTokens);
  }

  private void show(Output output, LeakReport report, List<Allocation> freed, boolean hasTokens) {
    Set<Long> ripe = report.ripe().stream().map(Sighting::token).collect(Collectors.toSet());
    Set<Long> gone = freed.stream().map(Allocation::token).collect(Collectors.toSet());
    List<Column<Sighting>> columns =
        List.of(
            Column.shown("subnet_id", Sighting::subnetId),
            Column.shown("address", Sighting::address),
            Column.shown("owner", Sighting::owner),
            Column.shown("token", Sighting::token),
            Column.shown("first_seen", Sighting::firstSeen),
            Column.shown("ripe", leak -> hasTokens && ripe.contains(leak.token())),
            Column.shown("freed", leak -> hasTokens && gone.contains(leak.token())));
    if (!root().forPeople() || !report.leaks().isEmpty()) {
      output.list(columns, report.leaks().stream());
    }
    output.say(sentence(report, freed.size(), hasTokens));
  }

  private String sentence(LeakReport report, int freed, boolean hasTokens) {
    int leaks = report.leaks().size();
    if (leaks == 0) {
      return "Nothing is held by an owner that is not on the list.";
    }
    String named = "Held by owners that are not on the list: " + leaks + ". ";
    if (!hasTokens) {
      return named + "This driver has no tokens, so that none can be freed safely.";
    }
    String done =
        free
            ? "Freed: " + freed + "."
            : "Seen so before, long enough ago to be freed with --free: "
                + report.ripe().size()
                + ".";
    int kept = Math.min(leaks, SightingsFile.MOST);
    return named + done + (kept < leaks ? " Remembered: the first " + kept + "." : "");
  }
}
