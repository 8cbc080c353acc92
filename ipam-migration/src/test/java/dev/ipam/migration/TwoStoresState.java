package dev.ipam.migration;

import dev.ipam.Ipam;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;

/** What the store behind a facade is. */
final class TwoStoresState {
  private TwoStoresState() {}

  static AuthorityState of(Ipam ipam) {
    return ipam.driver().extension(Authority.class).orElseThrow().state();
  }
}
