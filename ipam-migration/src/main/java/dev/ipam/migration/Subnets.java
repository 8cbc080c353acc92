package dev.ipam.migration;

import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.request.Subnet;
import java.util.Optional;

/** Looks up subnets that may be missing. */
final class Subnets {
  private Subnets() {}

  static Optional<Subnet> find(OpenedStore store, String id) {
    try {
      return Optional.of(store.driver().subnet(id));
    } catch (SubnetNotFoundException e) {
      return Optional.empty();
    }
  }
}
