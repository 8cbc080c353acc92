package dev.ipam.cli;

import dev.ipam.error.ConfigurationException;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Closing;
import dev.ipam.spi.AuthorityState.Loading;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.AuthorityState.Shadow;
import dev.ipam.spi.StoreRef;
import java.util.List;
import java.util.function.Predicate;

/** Finds the one store among the configured ones that a migration's command is about. */
final class Candidates {
  private Candidates() {}

  /** The store that is the authority, or was until a migration to the target was cut short. */
  static String authority(IpamCommand root, String target) {
    List<Standing> others =
        Standing.all(root).stream().filter(each -> !each.driver().equals(target)).toList();
    for (Standing each : others) {
      String problem = each.problem();
      if (problem != null) {
        throw new ConfigurationException(
            "ipam_driver",
            "the store of driver "
                + each.driver()
                + " may be the authority, but cannot be looked at; correct that, or name the"
                + " authority by --from: "
                + problem.replaceFirst("\\.$", ""));
      }
    }
    return find(
            others,
            standing ->
                standing.state() instanceof Active
                    || standing.state() instanceof Closing
                    || (standing.state() instanceof Retired retired
                        && retired.successor().driver().equals(target)))
        .driver();
  }

  /** A store that is being filled names the one that it is filled from. */
  static Standing loading(IpamCommand root) {
    return find(
        Standing.all(root),
        standing ->
            standing.state() instanceof Loading loading
                && !loading.from().storeId().equals(standing.storeId()));
  }

  /** The target of a migration, or of giving one up, that was cut short; or a shadow. */
  static Standing cutShort(IpamCommand root) {
    List<Standing> all = Standing.all(root);
    return all.stream().anyMatch(Candidates::isCutShort)
        ? find(all, Candidates::isCutShort)
        : find(all, standing -> isGivenUpHalfWay(standing, all, root.config().driver()));
  }

  /**
   * Both stores have retired for each other, or the source is closing still. Of two that have
   * retired each has everything; the one that is configured is to serve.
   */
  private static boolean isGivenUpHalfWay(Standing target, List<Standing> all, String configured) {
    return target.state() instanceof Retired copy
        && all.stream()
            .filter(source -> copy.successor().storeId().equals(source.storeId()))
            .filter(source -> isLeavingFor(source, target, copy.epoch()))
            .anyMatch(
                source ->
                    source.state() instanceof Closing
                        || source.driver().equals(configured)
                        || (!target.driver().equals(configured)
                            && all.indexOf(source) < all.indexOf(target)));
  }

  private static boolean isLeavingFor(Standing source, Standing target, long epoch) {
    AuthorityState state = source.state();
    StoreRef successor = source.other();
    return (state instanceof Retired || state instanceof Closing)
        && state.epoch() == epoch
        && successor != null
        && successor.storeId().equals(target.storeId());
  }

  private static boolean isCutShort(Standing standing) {
    StoreRef from = standing.other();
    return (standing.state() instanceof Loading || standing.state() instanceof Shadow)
        && from != null
        && !from.storeId().equals(standing.storeId());
  }

  private static Standing find(List<Standing> all, Predicate<Standing> wanted) {
    List<Standing> found = all.stream().filter(wanted).toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    String problem =
        all.stream()
            .filter(standing -> standing.problem() != null)
            .map(standing -> "; " + standing.driver() + ": " + standing.problem())
            .findFirst()
            .orElse("");
    throw new ConfigurationException(
        "ipam_driver",
        (found.isEmpty() ? "no configured store" : "more than one configured store")
            + " is the one that is meant; see 'ipam migrate status'"
            + problem);
  }
}
