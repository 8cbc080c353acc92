package dev.ipam.conformance.memory;

import dev.ipam.conformance.model.LookUp;
import dev.ipam.conformance.model.PoolStep;
import dev.ipam.request.AddressScope;
import dev.ipam.request.PoolUsage;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetPoolUpdate;
import dev.ipam.spi.AddressScopes;
import dev.ipam.spi.SubnetPools;
import java.util.stream.Stream;

/** The model's subnet pools and address scopes. */
final class ModelPools implements SubnetPools, AddressScopes {
  private final ModelDriver driver;

  ModelPools(ModelDriver driver) {
    this.driver = driver;
  }

  @Override
  public SubnetPool createPool(SubnetPoolRequest request) {
    return Results.pool(driver.take(Requests.create(request)));
  }

  @Override
  public SubnetPool pool(String poolId) {
    return Results.pool(driver.take(new LookUp.Pool(poolId)));
  }

  @Override
  public Stream<SubnetPool> pools() {
    return Cursor.over(driver.list(new LookUp.Pools()).stream().map(Results::pool).toList());
  }

  @Override
  public SubnetPool updatePool(SubnetPoolUpdate update) {
    return Results.pool(driver.take(Requests.update(update)));
  }

  @Override
  public void removePool(String poolId) {
    driver.take(new PoolStep.Remove(poolId));
  }

  @Override
  public PoolUsage poolUsage(String poolId) {
    return Results.poolUsage(driver.take(new LookUp.PoolUsage(poolId)));
  }

  @Override
  public AddressScope createScope(AddressScope scope) {
    return Results.scope(
        driver.take(
            new PoolStep.CreateScope(
                scope.id(), scope.project(), scope.family().bits(), scope.shared())));
  }

  @Override
  public AddressScope scope(String scopeId) {
    return Results.scope(driver.take(new LookUp.Scope(scopeId)));
  }

  @Override
  public Stream<AddressScope> scopes() {
    return Cursor.over(driver.list(new LookUp.Scopes()).stream().map(Results::scope).toList());
  }

  @Override
  public void removeScope(String scopeId) {
    driver.take(new PoolStep.RemoveScope(scopeId));
  }
}
