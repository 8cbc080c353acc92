package dev.ipam.migration;

import dev.ipam.error.MigrationRefusedException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.request.Subnet;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.StoreRef;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a migration would do; nothing is changed to find out.
 *
 * @param from the source
 * @param to the target
 * @param way how the target would come by its content: {@code import}, {@code changes} or {@code
 *     comparison}
 * @param subnets how many subnets the source holds
 * @param allocations how many allocations
 * @param overwritten how many subnets the target holds now, which would be made like the source's
 * @param lost what the target could not represent, a sentence each
 * @param refused why the migration would be refused, or {@code null}
 * @param estimate how long reading takes, three times: as a copy and a comparison do; writing may
 *     take longer
 * @since 0.1
 */
public record Preview(
    StoreRef from,
    StoreRef to,
    String way,
    long subnets,
    long allocations,
    long overwritten,
    List<String> lost,
    @Nullable String refused,
    Duration estimate) {
  /**
   * Copies the list.
   *
   * @param from the source
   * @param to the target
   * @param way how the target would come by its content: {@code import}, {@code changes} or {@code
   *     comparison}
   * @param subnets how many subnets the source holds
   * @param allocations how many allocations
   * @param overwritten how many subnets the target holds now, which would be made like the source's
   * @param lost what the target could not represent, a sentence each
   * @param refused why the migration would be refused, or {@code null}
   * @param estimate how long reading takes, three times: as a copy and a comparison do; writing may
   *     take longer
   */
  public Preview {
    lost = List.copyOf(lost);
  }

  /**
   * Looks at both stores.
   *
   * @param from the source
   * @param to the target
   * @param listener is told how it goes
   * @return what would be done
   */
  public static Preview of(OpenedStore from, OpenedStore to, MigrationListener listener) {
    long start = System.nanoTime();
    Preflight preflight = Preflight.of(from, to, true);
    Duration read = Duration.ofNanos(System.nanoTime() - start);
    listener.advanced(preflight.allocations());
    long overwritten;
    try (Stream<Subnet> subnets = to.driver().subnets()) {
      overwritten = subnets.count();
    }
    String refused = null;
    String way = "import";
    try {
      AuthorityState here = from.authority().state();
      AuthorityState there = to.authority().state();
      Migration migration =
          new Migration(from, to, MigrationOptions.OFFLINE, MigrationListener.NONE);
      String position = new Claim(migration).position(migration.active(here), there);
      if (overwritten > 0) {
        way = position == null ? "comparison" : "changes";
      }
    } catch (MigrationRefusedException e) {
      refused = e.reason();
    }
    return new Preview(
        from.ref(),
        to.ref(),
        way,
        preflight.subnets(),
        preflight.allocations(),
        overwritten,
        preflight.lost().entrySet().stream()
            .map(each -> each.getValue() + " (" + each.getKey().label() + ")")
            .toList(),
        refused,
        read.multipliedBy(3));
  }
}
