package dev.ipam;

import dev.ipam.request.AddressScope;
import dev.ipam.spi.AddressScopes;
import dev.ipam.spi.Capability;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The address scopes of whichever driver serves. */
final class SwitchedScopes implements AddressScopes {
  private final Supplier<Serving> serving;
  private final Writing writing;

  SwitchedScopes(Supplier<Serving> serving, Writing writing) {
    this.serving = serving;
    this.writing = writing;
  }

  private static AddressScopes of(Serving at) {
    return at.part(AddressScopes.class, Capability.SCOPES);
  }

  @Override
  public AddressScope createScope(AddressScope scope) {
    return writing.write(at -> of(at).createScope(scope));
  }

  @Override
  public AddressScope scope(String scopeId) {
    return of(serving.get()).scope(scopeId);
  }

  @Override
  public Stream<AddressScope> scopes() {
    return of(serving.get()).scopes();
  }

  @Override
  public void removeScope(String scopeId) {
    writing.write(
        at -> {
          of(at).removeScope(scopeId);
          return scopeId;
        });
  }
}
