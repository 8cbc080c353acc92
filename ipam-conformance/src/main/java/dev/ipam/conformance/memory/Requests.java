package dev.ipam.conformance.memory;

import dev.ipam.conformance.model.AddressStep;
import dev.ipam.conformance.model.At;
import dev.ipam.conformance.model.Block;
import dev.ipam.conformance.model.GatewayWish;
import dev.ipam.conformance.model.PoolStep;
import dev.ipam.conformance.model.PoolsWish;
import dev.ipam.conformance.model.ScopeWish;
import dev.ipam.conformance.model.Span;
import dev.ipam.conformance.model.SubnetStep;
import dev.ipam.conformance.model.TokenWish;
import dev.ipam.conformance.model.Wish;
import dev.ipam.conformance.steps.FromApi;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpFamily;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.AnySubnetRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.JointRequest;
import dev.ipam.request.PoolsChoice;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.ScopeChoice;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetPoolUpdate;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.TransferRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts ipam-api's requests into the model's words. */
final class Requests {
  private Requests() {}

  static SubnetStep.Create create(SubnetRequest request) {
    Block cidr = null;
    Integer bits = null;
    Integer length = null;
    if (request instanceof SpecificSubnetRequest specific) {
      cidr = FromApi.block(specific.cidr());
    } else if (request instanceof AnySubnetRequest any) {
      IpFamily family = any.family();
      bits = family == null ? null : family.bits();
      length = any.prefixLength();
    }
    return new SubnetStep.Create(
        request.subnetId(),
        request.project(),
        cidr,
        bits,
        length,
        request.poolId(),
        gateway(request.settings().gateway()),
        pools(request.settings().pools()),
        request.settings().policy().name(),
        request.settings().rest().toMillis(),
        request.key());
  }

  static SubnetStep.Update update(SubnetUpdate update) {
    return new SubnetStep.Update(
        update.subnetId(),
        update.gateway() == null ? null : gateway(update.gateway()),
        update.pools() == null ? null : pools(update.pools()));
  }

  static AddressStep.Allocate allocate(AllocationRequest request) {
    return new AddressStep.Allocate(
        request.subnetIds(),
        wish(request.address()),
        request.owner(),
        request.key(),
        Contexts.word(request.context()));
  }

  static AddressStep.Together together(JointRequest request) {
    return new AddressStep.Together(
        request.parts().stream().map(Requests::allocate).toList(), request.key());
  }

  static AddressStep.Release release(ReleaseRequest request) {
    Long token = request.token();
    return new AddressStep.Release(
        request.subnetId(),
        At.of(FromApi.address(request.address())),
        request.owner(),
        token == null ? null : TokenWish.of(token));
  }

  static AddressStep.Transfer transfer(TransferRequest request) {
    return new AddressStep.Transfer(
        request.subnetId(),
        At.of(FromApi.address(request.address())),
        TokenWish.of(request.token()),
        request.newOwner(),
        request.key());
  }

  static PoolStep.Create create(SubnetPoolRequest request) {
    return new PoolStep.Create(
        request.poolId(),
        request.project(),
        blocks(request.prefixes()),
        request.minPrefixLength(),
        request.maxPrefixLength(),
        request.defaultPrefixLength(),
        request.quota(),
        request.scopeId(),
        request.shared());
  }

  static PoolStep.Update update(SubnetPoolUpdate update) {
    ScopeChoice choice = update.scope();
    @Nullable ScopeWish scope = null;
    if (choice != null) {
      scope = new ScopeWish(choice instanceof ScopeChoice.Explicit named ? named.scopeId() : null);
    }
    return new PoolStep.Update(
        update.poolId(),
        update.prefixes() == null ? null : blocks(update.prefixes()),
        update.minPrefixLength(),
        update.maxPrefixLength(),
        update.defaultPrefixLength(),
        update.quota(),
        scope,
        update.shared());
  }

  private static Wish wish(AddressRequest request) {
    if (request instanceof AddressRequest.Specific specific) {
      return Wish.specific(At.of(FromApi.address(specific.address())));
    }
    if (request instanceof AddressRequest.Automatic automatic) {
      return Wish.automatic(automatic.mac().toString());
    }
    if (request instanceof AddressRequest.Bulk bulk) {
      return Wish.bulk(bulk.count());
    }
    if (request instanceof AddressRequest.PreferNext) {
      return Wish.PREFER_NEXT;
    }
    return request instanceof AddressRequest.Gateway ? Wish.GATEWAY : Wish.ANY;
  }

  private static GatewayWish gateway(GatewayChoice choice) {
    if (choice instanceof GatewayChoice.Explicit explicit) {
      return GatewayWish.of(FromApi.address(explicit.address()));
    }
    return choice instanceof GatewayChoice.None ? GatewayWish.NONE : GatewayWish.AUTOMATIC;
  }

  private static PoolsWish pools(PoolsChoice choice) {
    if (!(choice instanceof PoolsChoice.Explicit explicit)) {
      return PoolsWish.GENERATED;
    }
    return PoolsWish.of(
        explicit.pools().stream()
            .map(pool -> new Span(FromApi.address(pool.first()), FromApi.address(pool.last())))
            .toList());
  }

  private static List<Block> blocks(List<Cidr> cidrs) {
    return cidrs.stream().map(FromApi::block).toList();
  }
}
