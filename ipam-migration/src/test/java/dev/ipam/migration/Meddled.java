package dev.ipam.migration;

import dev.ipam.snapshot.Change;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.ForwardingDriver;
import dev.ipam.spi.IpamDriver;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A driver with whose changes of authority a test meddles. */
class Meddled extends ForwardingDriver implements Authority {
  /** Does, or does not do, what a change of authority was asked to. */
  interface Meddling {
    void change(Authority real, AuthorityState expected, AuthorityState next);
  }

  private final Authority real;
  private final Meddling meddling;

  Meddled(IpamDriver driver, Meddling meddling) {
    super(driver);
    this.real = driver.extension(Authority.class).orElseThrow();
    this.meddling = meddling;
  }

  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return type == Authority.class ? Optional.of(type.cast(this)) : delegate().extension(type);
  }

  @Override
  public AuthorityState state() {
    return real.state();
  }

  @Override
  public Instant now() {
    return real.now();
  }

  @Override
  public void change(AuthorityState expected, AuthorityState next) {
    meddling.change(real, expected, next);
  }

  @Override
  public AuthorityState.Following apply(AuthorityState.Following expected, List<Change> changes) {
    return real.apply(expected, changes);
  }

  @Override
  public boolean mayHaveOtherClients() {
    return real.mayHaveOtherClients();
  }
}
