package dev.ipam.conformance.mutants;

import static dev.ipam.conformance.mutants.Mutant.mutant;
import static dev.ipam.conformance.mutants.Views.instead;
import static dev.ipam.conformance.mutants.Views.pools;
import static dev.ipam.conformance.mutants.Views.withPoolId;

import dev.ipam.error.QuotaExceededException;
import dev.ipam.error.RequestedPrefixUnavailableException;
import dev.ipam.error.SubnetPoolNotFoundException;
import dev.ipam.net.Cidr;
import dev.ipam.request.AnySubnetRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.QuotaUnits;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.IpamDriver;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Chapter 5: subnet pools, and the subnets that are taken from them. */
final class PoolMutants {
  private PoolMutants() {}

  static List<Mutant> mutants() {
    return List.of(
        mutant(
            "5.01",
            "does not keep whether a pool is shared",
            Tamper.with(
                "pool",
                String.class,
                (driver, id) -> {
                  SubnetPool p = pools(driver).pool(id);
                  return new SubnetPool(
                      p.id(),
                      p.project(),
                      p.prefixes(),
                      p.minPrefixLength(),
                      p.maxPrefixLength(),
                      p.defaultPrefixLength(),
                      p.quota(),
                      p.scopeId(),
                      false);
                })),
        mutant(
                "5.02",
                "returns the pool that is there when one of its id is created",
                instead(
                    "createPool",
                    "SubnetPoolAlreadyExists",
                    call ->
                        pools(call.driver())
                            .pool(call.argument(0, SubnetPoolRequest.class).poolId())))
            .exhibit(9),
        mutant(
            "5.03",
            "says nothing when an unknown pool is removed",
            Tamper.with(
                "removePool",
                call -> {
                  try {
                    return call.answer();
                  } catch (SubnetPoolNotFoundException e) {
                    return null;
                  }
                })),
        mutant("5.10", "takes the lowest block that is large enough", any(PoolMutants::firstFit)),
        mutant(
                "5.11",
                "hands out a block in use again after another was given back",
                PoolMutants::usedAgain)
            .also("5.10")
            .exhibit(1),
        mutant(
                "5.12",
                "says of a pool without a block that fits that the prefix asked for is taken",
                instead(
                    "createSubnet",
                    "NoPrefixAvailable",
                    call -> {
                      SubnetRequest request = call.argument(0, SubnetRequest.class);
                      throw new RequestedPrefixUnavailableException(request.poolId(), "0.0.0.0/0");
                    }))
            .seed(36),
        mutant(
                "5.13",
                "makes a list of all the blocks of a length that the pool could hold",
                any(PoolMutants::enumerates))
            .exhibit(3)
            .also("5.36")
            .hanging(),
        mutant(
                "5.15",
                "puts its own gateway in the place of one of the other family",
                instead(
                    "createSubnet",
                    "InvalidSubnetRequest",
                    call ->
                        call.driver()
                            .createSubnet(
                                call.argument(0, SubnetRequest.class)
                                    .withGateway(GatewayChoice.AUTOMATIC))))
            .seed(309),
        mutant(
            "5.16",
            "gives a subnet from a pool no gateway",
            any(
                (driver, request) ->
                    driver.createSubnet(
                        request.settings().gateway().equals(GatewayChoice.AUTOMATIC)
                            ? request.withGateway(GatewayChoice.NONE)
                            : request))),
        mutant(
            "5.17",
            "creates a subnet in space of the pool that is taken",
            instead(
                "createSubnet",
                "RequestedPrefixUnavailable",
                call -> beside(call.driver(), call.argument(0, SubnetRequest.class)))),
        mutant(
            "5.18",
            "takes the default length where one out of bounds is asked for",
            instead(
                "createSubnet",
                "PrefixLengthOutOfBounds",
                call ->
                    call.argument(0, SubnetRequest.class) instanceof AnySubnetRequest any
                        ? call.driver().createSubnet(length(any, null))
                        : call.answer())),
        mutant(
                "5.19",
                "says of a block of the other family that it is taken",
                instead(
                    "createSubnet",
                    "InvalidSubnetRequest",
                    call -> {
                      SubnetRequest request = call.argument(0, SubnetRequest.class);
                      throw new RequestedPrefixUnavailableException(request.poolId(), "the block");
                    }))
            .seed(65),
        mutant("5.20", "looks at the quota first", PoolMutants.creating(PoolMutants::quotaFirst))
            .seed(26),
        mutant(
            "5.36",
            "takes the smallest block where no length is given",
            any(
                (driver, request) ->
                    driver.createSubnet(
                        request.prefixLength() == null
                            ? length(
                                request, pools(driver).pool(request.poolId()).maxPrefixLength())
                            : request))),
        mutant(
            "5.37",
            "does not say from which pool a subnet came",
            Tamper.with(
                "subnets",
                call -> Views.all(call.driver()).stream().map(each -> withPoolId(each, null)))));
  }

  private static UnaryOperator<IpamDriver> creating(Tamper.Fault<SubnetRequest, Subnet> fault) {
    return Tamper.with("createSubnet", SubnetRequest.class, fault);
  }

  private static UnaryOperator<IpamDriver> any(Tamper.Fault<AnySubnetRequest, Subnet> fault) {
    return creating(
        (driver, request) ->
            request instanceof AnySubnetRequest any
                ? fault.answer(driver, any)
                : driver.createSubnet(request));
  }

  private static AnySubnetRequest length(AnySubnetRequest any, Integer length) {
    return new AnySubnetRequest(
        any.subnetId(),
        any.project(),
        any.family(),
        length,
        any.poolId(),
        any.settings(),
        any.key());
  }

  private static SpecificSubnetRequest block(SubnetRequest request, Cidr cidr, String pool) {
    return new SpecificSubnetRequest(
        request.subnetId(), request.project(), cidr, pool, request.settings(), request.key());
  }

  private static Subnet firstFit(IpamDriver driver, AnySubnetRequest request) {
    SubnetPool pool = pools(driver).pool(request.poolId());
    Integer length = request.prefixLength();
    if (length == null || length < pool.minPrefixLength() || length > pool.maxPrefixLength()) {
      return driver.createSubnet(request);
    }
    for (Cidr prefix : pool.prefixes()) {
      Cidr next = prefix.prefixLength() > length ? null : new Cidr(prefix.network(), length);
      for (int i = 0; next != null && i < 512 && prefix.contains(next); i++) {
        try {
          return driver.createSubnet(block(request, next, pool.id()));
        } catch (RequestedPrefixUnavailableException e) {
          next = next.last().isHighest() ? null : new Cidr(next.last().plus(1), length);
        }
      }
    }
    return driver.createSubnet(request);
  }

  private static Subnet beside(IpamDriver driver, SubnetRequest request) {
    Cidr cidr = ((SpecificSubnetRequest) request).cidr();
    return withPoolId(driver.createSubnet(block(request, cidr, null)), request.poolId());
  }

  private static IpamDriver usedAgain(IpamDriver real) {
    Set<String> disordered = ConcurrentHashMap.newKeySet();
    return Tamper.with(
            Set.of("removeSubnet", "createSubnet"),
            call -> {
              if (call.operation().equals("removeSubnet")) {
                String pool = real.subnet(call.argument(0, String.class)).poolId();
                Object answer = call.answer();
                if (pool != null) {
                  disordered.add(pool);
                }
                return answer;
              }
              if (call.argument(0, SubnetRequest.class) instanceof AnySubnetRequest any
                  && any.prefixLength() != null
                  && disordered.remove(any.poolId())) {
                for (Subnet each : Views.all(real)) {
                  if (any.poolId().equals(each.poolId())
                      && each.cidr().prefixLength() <= any.prefixLength()) {
                    Cidr taken = new Cidr(each.cidr().network(), any.prefixLength());
                    return withPoolId(real.createSubnet(block(any, taken, null)), any.poolId());
                  }
                }
              }
              return call.answer();
            })
        .apply(real);
  }

  private static Subnet enumerates(IpamDriver driver, AnySubnetRequest request) {
    SubnetPool pool = pools(driver).pool(request.poolId());
    int length =
        request.prefixLength() == null ? pool.defaultPrefixLength() : request.prefixLength();
    BigInteger listed = BigInteger.ZERO;
    for (Cidr prefix : pool.prefixes()) {
      BigInteger blocks = BigInteger.ONE.shiftLeft(Math.max(0, length - prefix.prefixLength()));
      while (listed.compareTo(blocks) < 0 && !Thread.currentThread().isInterrupted()) {
        listed = listed.add(BigInteger.ONE);
      }
    }
    return driver.createSubnet(request);
  }

  private static Subnet quotaFirst(IpamDriver driver, SubnetRequest request) {
    if (request.poolId() != null) {
      SubnetPool pool = pools(driver).pool(request.poolId());
      QuotaUnits used =
          pools(driver)
              .poolUsage(pool.id())
              .byProject()
              .getOrDefault(request.project(), QuotaUnits.ZERO);
      if (pool.quota() != null && used.compareTo(QuotaUnits.of(pool.quota())) >= 0) {
        throw new QuotaExceededException(
            pool.id(), request.project(), used.toString(), "1", pool.quota().toString());
      }
    }
    return driver.createSubnet(request);
  }
}
