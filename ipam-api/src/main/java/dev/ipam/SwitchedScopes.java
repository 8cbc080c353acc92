package dev.ipam;

import dev.ipam.request.AddressScope;
import dev.ipam.spi.AddressScopes;
import dev.ipam.spi.Capability;
import java.util.stream.Stream;

/** The address scopes of whichever driver serves. */
final class SwitchedScopes implements AddressScopes {
  private final Switching switching;

  SwitchedScopes(Switching switching) {
    this.switching = switching;
  }

  private static AddressScopes of(Serving at) {
    return at.part(AddressScopes.class, Capability.SCOPES);
  }

  @Override
  public AddressScope createScope(AddressScope scope) {
    return switching.write(at -> of(at).createScope(scope));
  }

  @Override
  public AddressScope scope(String scopeId) {
    return of(switching.serving()).scope(scopeId);
  }

  @Override
  public Stream<AddressScope> scopes() {
    return of(switching.serving()).scopes();
  }

  @Override
  public void removeScope(String scopeId) {
    switching.write(
        at -> {
          of(at).removeScope(scopeId);
          return scopeId;
        });
  }
}
