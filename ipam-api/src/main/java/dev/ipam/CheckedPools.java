package dev.ipam;

import dev.ipam.request.PoolUsage;
import dev.ipam.request.ScopeChoice;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetPoolUpdate;
import dev.ipam.spi.Capability;
import dev.ipam.spi.SubnetPools;
import java.util.stream.Stream;

/** The subnet pools of whichever driver serves, asked only for what the driver can do. */
final class CheckedPools implements SubnetPools {
  private final Switching switching;

  CheckedPools(Switching switching) {
    this.switching = switching;
  }

  private static SubnetPools of(Serving at) {
    return at.part(SubnetPools.class, Capability.POOLS);
  }

  private SubnetPools now() {
    return of(switching.serving());
  }

  @Override
  public SubnetPool createPool(SubnetPoolRequest request) {
    return switching.write(
        at -> {
          if (request.scopeId() != null) {
            at.requirements.check(Capability.SCOPES);
          }
          return of(at).createPool(request);
        });
  }

  @Override
  public SubnetPool pool(String poolId) {
    return now().pool(poolId);
  }

  @Override
  public Stream<SubnetPool> pools() {
    return now().pools();
  }

  @Override
  public SubnetPool updatePool(SubnetPoolUpdate update) {
    return switching.write(
        at -> {
          if (update.scope() instanceof ScopeChoice.Explicit) {
            at.requirements.check(Capability.SCOPES);
          }
          return of(at).updatePool(update);
        });
  }

  @Override
  public void removePool(String poolId) {
    switching.write(
        at -> {
          of(at).removePool(poolId);
          return poolId;
        });
  }

  @Override
  public PoolUsage poolUsage(String poolId) {
    return now().poolUsage(poolId);
  }
}
