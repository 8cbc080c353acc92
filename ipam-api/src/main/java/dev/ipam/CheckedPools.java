package dev.ipam;

import dev.ipam.request.PoolUsage;
import dev.ipam.request.ScopeChoice;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetPoolUpdate;
import dev.ipam.spi.Capability;
import dev.ipam.spi.SubnetPools;
import java.util.stream.Stream;

/** A driver's subnet pools, asked only for what the driver can do. */
final class CheckedPools implements SubnetPools {
  private final SubnetPools driver;
  private final Requirements requirements;

  CheckedPools(SubnetPools driver, Requirements requirements) {
    this.driver = driver;
    this.requirements = requirements;
  }

  @Override
  public SubnetPool createPool(SubnetPoolRequest request) {
    if (request.scopeId() != null) {
      requirements.check(Capability.SCOPES);
    }
    return driver.createPool(request);
  }

  @Override
  public SubnetPool pool(String poolId) {
    return driver.pool(poolId);
  }

  @Override
  public Stream<SubnetPool> pools() {
    return driver.pools();
  }

  @Override
  public SubnetPool updatePool(SubnetPoolUpdate update) {
    if (update.scope() instanceof ScopeChoice.Explicit) {
      requirements.check(Capability.SCOPES);
    }
    return driver.updatePool(update);
  }

  @Override
  public void removePool(String poolId) {
    driver.removePool(poolId);
  }

  @Override
  public PoolUsage poolUsage(String poolId) {
    return driver.poolUsage(poolId);
  }
}
