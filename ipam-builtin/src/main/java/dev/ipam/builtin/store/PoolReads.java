package dev.ipam.builtin.store;

import dev.ipam.request.AddressScope;
import dev.ipam.request.SubnetPool;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is committed of subnet pools and address scopes. Safe for use by any number of
 * threads.
 */
public interface PoolReads {
  /**
   * Returns a pool.
   *
   * @param id the pool's id
   * @return the pool, or null where there is none
   */
  @Nullable SubnetPool pool(String id);

  /**
   * Returns all pools in the order of their ids.
   *
   * @return a stream, to be closed
   */
  Stream<SubnetPool> pools();

  /**
   * Returns a scope.
   *
   * @param id the scope's id
   * @return the scope, or null where there is none
   */
  @Nullable AddressScope scope(String id);

  /**
   * Returns all scopes in the order of their ids.
   *
   * @return a stream, to be closed
   */
  Stream<AddressScope> scopes();
}
