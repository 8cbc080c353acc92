package dev.ipam.conformance.mutants;

import static dev.ipam.conformance.mutants.Mutant.mutant;
import static dev.ipam.conformance.mutants.Views.instead;
import static dev.ipam.conformance.mutants.Views.pools;
import static dev.ipam.conformance.mutants.Views.withProject;

import dev.ipam.error.IpamException;
import dev.ipam.error.NoPrefixAvailableException;
import dev.ipam.error.PrefixOverlapException;
import dev.ipam.error.QuotaExceededException;
import dev.ipam.net.Cidr;
import dev.ipam.request.AddressScope;
import dev.ipam.request.PoolUsage;
import dev.ipam.request.QuotaUnits;
import dev.ipam.request.ScopeChoice;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetPoolUpdate;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.AddressScopes;
import dev.ipam.spi.IpamDriver;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Chapter 5: quotas, updates and removal of pools, and scopes. */
final class QuotaMutants {
  private QuotaMutants() {}

  static List<Mutant> mutants() {
    return List.of(
        mutant(
                "5.21",
                "charges the owner of the pool for a subnet",
                Tamper.with(
                    "createSubnet",
                    SubnetRequest.class,
                    (driver, request) ->
                        request.poolId() == null
                            ? driver.createSubnet(request)
                            : withProject(
                                driver.createSubnet(
                                    request.withProject(
                                        pools(driver).pool(request.poolId()).project())),
                                request.project())))
            .exhibit(12),
        mutant(
                "5.22",
                "counts a part of a unit as a whole one",
                Tamper.with(
                    "poolUsage",
                    String.class,
                    (driver, id) -> {
                      PoolUsage right = pools(driver).poolUsage(id);
                      Map<String, QuotaUnits> up = new TreeMap<>();
                      right.byProject().forEach((project, units) -> up.put(project, whole(units)));
                      return PoolUsage.of(pools(driver).pool(id), up, right.subnets());
                    }))
            .seed(17),
        mutant(
                "5.23",
                "refuses what takes exactly the quota",
                Tamper.with("createSubnet", SubnetRequest.class, QuotaMutants::belowTheQuota))
            .seed(19),
        mutant(
            "5.24",
            "does not give the space of a removed subnet back to its pool",
            Tamper.with(
                "removeSubnet",
                call -> {
                  Subnet gone = call.driver().subnet(call.argument(0, String.class));
                  Object answer = call.answer();
                  if (gone.poolId() != null) {
                    call.driver()
                        .createSubnet(
                            SubnetRequest.of("ghost of " + gone.id() + gone.cidr(), gone.cidr())
                                .withPoolId(gone.poolId()));
                  }
                  return answer;
                })),
        mutant(
            "5.25",
            "removes the subnets together with their pool",
            Tamper.with(
                "removePool",
                String.class,
                (driver, id) -> {
                  for (Subnet each : Views.all(driver)) {
                    if (id.equals(each.poolId())) {
                      driver.removeSubnet(each.id(), true);
                    }
                  }
                  pools(driver).removePool(id);
                  return null;
                })),
        mutant(
            "5.26",
            "makes a pool private again when an update does not name that",
            updating(update -> update.shared() == null ? update.withShared(false) : update)),
        mutant(
            "5.27",
            "keeps prefixes with subnets in them, and says nothing",
            instead(
                "updatePool",
                "SubnetPoolInUse",
                call ->
                    pools(call.driver()).pool(call.argument(0, SubnetPoolUpdate.class).poolId()))),
        mutant(
            "5.28",
            "refuses a quota below what is used already",
            Tamper.with(
                "updatePool",
                SubnetPoolUpdate.class,
                (driver, update) -> {
                  pools(driver)
                      .poolUsage(update.poolId())
                      .byProject()
                      .forEach(
                          (project, used) -> {
                            if (update.quota() != null
                                && used.compareTo(QuotaUnits.of(update.quota())) > 0) {
                              throw new QuotaExceededException(
                                  update.poolId(),
                                  project,
                                  used.toString(),
                                  "0",
                                  update.quota().toString());
                            }
                          });
                  return pools(driver).updatePool(update);
                })),
        mutant(
            "5.29",
            "counts all that a pool has given as its owner's",
            Tamper.with(
                "poolUsage",
                String.class,
                (driver, id) -> {
                  PoolUsage right = pools(driver).poolUsage(id);
                  SubnetPool pool = pools(driver).pool(id);
                  return PoolUsage.of(
                      pool, Map.of(pool.project(), right.allocated()), right.subnets());
                })),
        mutant(
                "5.30",
                "lists ids of pools first and then looks each one up",
                Tamper.with(
                    "pools",
                    call ->
                        ((Stream<?>) call.answer())
                            .map(each -> ((SubnetPool) each).id()).toList().stream()
                                .flatMap(id -> stillThere(call.driver(), id))))
            .and(WrittenHistories.LISTING_WHILE_POOLS_GO),
        mutant(
                "5.31",
                "returns the scope that is there when one of its id is created",
                instead(
                    "createScope",
                    "AddressScopeAlreadyExists",
                    call -> scopes(call.driver()).scope(call.argument(0, AddressScope.class).id())))
            .exhibit(9),
        mutant(
            "5.32",
            "leaves the scope away where it is of the other family",
            instead("createPool", "InvalidSubnetRequest", QuotaMutants::withoutScope)),
        mutant(
            "5.33",
            "leaves the scope away where prefixes overlap",
            instead("createPool", "PrefixOverlap", QuotaMutants::withoutScope)),
        mutant(
                "5.34",
                "says that a pool is used up while another request is at it",
                QuotaMutants::oneAtATime)
            .and(WrittenHistories.A_POOL_AT_ONCE),
        mutant(
            "5.35",
            "checks a scope for overlaps first and creates the pool after it",
            QuotaMutants::checksFirst));
  }

  private static AddressScopes scopes(IpamDriver driver) {
    return driver.extension(AddressScopes.class).orElseThrow();
  }

  private static QuotaUnits whole(QuotaUnits units) {
    BigDecimal up = units.toBigDecimal().setScale(0, RoundingMode.CEILING);
    return QuotaUnits.of(up.toBigInteger());
  }

  private static UnaryOperator<IpamDriver> updating(UnaryOperator<SubnetPoolUpdate> change) {
    return Tamper.with(
        "updatePool",
        SubnetPoolUpdate.class,
        (driver, update) -> pools(driver).updatePool(change.apply(update)));
  }

  private static Subnet belowTheQuota(IpamDriver driver, SubnetRequest request) {
    Subnet created = driver.createSubnet(request);
    SubnetPool pool = created.poolId() == null ? null : pools(driver).pool(created.poolId());
    if (pool != null && pool.quota() != null) {
      QuotaUnits used = pools(driver).poolUsage(pool.id()).byProject().get(created.project());
      if (used.compareTo(QuotaUnits.of(pool.quota())) == 0) {
        driver.removeSubnet(created.id(), false);
        throw new QuotaExceededException(
            pool.id(), created.project(), used.toString(), "0", pool.quota().toString());
      }
    }
    return created;
  }

  private static Stream<SubnetPool> stillThere(IpamDriver driver, String id) {
    try {
      return Stream.of(pools(driver).pool(id));
    } catch (IpamException e) {
      return Stream.empty();
    }
  }

  private static Object withoutScope(Call call) {
    SubnetPoolRequest r = call.argument(0, SubnetPoolRequest.class);
    return pools(call.driver()).createPool(without(r));
  }

  private static SubnetPoolRequest without(SubnetPoolRequest r) {
    return new SubnetPoolRequest(
        r.poolId(),
        r.project(),
        r.prefixes(),
        r.minPrefixLength(),
        r.maxPrefixLength(),
        r.defaultPrefixLength(),
        r.quota(),
        null,
        r.shared());
  }

  private static IpamDriver oneAtATime(IpamDriver real) {
    Set<String> busy = ConcurrentHashMap.newKeySet();
    return Tamper.with(
            "createSubnet",
            SubnetRequest.class,
            (driver, request) -> {
              if (request.poolId() == null) {
                return driver.createSubnet(request);
              }
              if (!busy.add(request.poolId())) {
                throw new NoPrefixAvailableException(request.poolId(), 0);
              }
              try {
                Views.pause();
                return driver.createSubnet(request);
              } finally {
                busy.remove(request.poolId());
              }
            })
        .apply(real);
  }

  /** The scope is in the wrapper's hands: it looks, waits, and creates a pool without one. */
  private static IpamDriver checksFirst(IpamDriver real) {
    Map<String, String> scopeOf = new ConcurrentHashMap<>();
    return Tamper.with(
            Set.of("createPool", "pool", "pools", "updatePool"),
            call -> {
              if (call.operation().equals("createPool")) {
                SubnetPoolRequest request = call.argument(0, SubnetPoolRequest.class);
                if (request.scopeId() == null) {
                  return call.answer();
                }
                overlap(real, request, scopeOf);
                Views.pause();
                SubnetPool made = pools(real).createPool(without(request));
                scopeOf.put(request.poolId(), request.scopeId());
                return scoped(made, scopeOf);
              }
              if (call.operation().equals("updatePool")
                  && call.argument(0, SubnetPoolUpdate.class).scope()
                      instanceof ScopeChoice.Explicit) {
                return call.answer();
              }
              Object answer = call.answer();
              return answer instanceof SubnetPool pool
                  ? scoped(pool, scopeOf)
                  : ((Stream<?>) answer).map(each -> scoped((SubnetPool) each, scopeOf));
            })
        .apply(real);
  }

  private static void overlap(
      IpamDriver driver, SubnetPoolRequest request, Map<String, String> scopeOf) {
    for (SubnetPool each : pools(driver).pools().toList()) {
      for (Cidr prefix : each.prefixes()) {
        for (Cidr own : request.prefixes()) {
          if (prefix.overlaps(own) && request.scopeId().equals(scopeOf.get(each.id()))) {
            throw new PrefixOverlapException(
                request.scopeId(), own.toString(), prefix.toString(), each.id());
          }
        }
      }
    }
  }

  private static SubnetPool scoped(SubnetPool p, Map<String, String> scopeOf) {
    return new SubnetPool(
        p.id(),
        p.project(),
        p.prefixes(),
        p.minPrefixLength(),
        p.maxPrefixLength(),
        p.defaultPrefixLength(),
        p.quota(),
        scopeOf.getOrDefault(p.id(), p.scopeId()),
        p.shared());
  }
}
