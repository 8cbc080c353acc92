package dev.ipam.spi;

import dev.ipam.request.AddressScope;
import java.util.stream.Stream;

/**
 * Address scopes: sets of subnet pools that do not overlap ({@link Capability#SCOPES}).
 *
 * @ipam.rule 5.31..5.33 5.35
 * @since 0.1
 */
public interface AddressScopes {
  /**
   * Creates an address scope.
   *
   * @param scope what is wanted
   * @return the scope as it is stored
   * @throws dev.ipam.error.AddressScopeAlreadyExistsException if the id is taken; it carries the
   *     existing definition
   * @ipam.rule 5.31
   */
  AddressScope createScope(AddressScope scope);

  /**
   * Returns an address scope.
   *
   * @param scopeId the scope
   * @return the scope
   * @throws dev.ipam.error.AddressScopeNotFoundException if there is none of this id
   * @ipam.rule 5.31
   */
  AddressScope scope(String scopeId);

  /**
   * Returns all address scopes in the order of their ids (by Unicode code point), as of one moment.
   *
   * @return a stream, which must be closed
   * @ipam.rule 5.31
   */
  Stream<AddressScope> scopes();

  /**
   * Removes an address scope that has no subnet pools.
   *
   * @param scopeId the scope
   * @throws dev.ipam.error.AddressScopeNotFoundException if there is none of this id
   * @throws dev.ipam.error.AddressScopeInUseException if pools belong to it, with their number
   * @ipam.rule 5.31
   */
  void removeScope(String scopeId);
}
