package dev.ipam;

import dev.ipam.migrate.OpenedStore;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import java.nio.file.Path;

/** An opened driver with what the facade puts around it; a migration replaces it as a whole. */
final class Serving implements AutoCloseable {
  final String name;
  final IpamDriver driver;
  final Requirements requirements;
  final CandidateWalk walk;
  final Together together;

  Serving(OpenedStore store, Path intents) {
    this(store, intents, true);
  }

  private Serving(OpenedStore store, Path intents, boolean refusesIntents) {
    this.name = store.name();
    this.driver = store.driver();
    this.requirements = new Requirements(driver.capabilities());
    this.walk = new CandidateWalk(driver);
    this.together = new Together(name, driver, walk, intents, refusesIntents);
  }

  /** What takes over while serving, which intents that cannot be read do not keep from it. */
  static Serving successor(OpenedStore store, Path intents) {
    return new Serving(store, intents, false);
  }

  OpenedStore store() {
    return new OpenedStore(name, driver);
  }

  <T> T part(Class<T> type, Capability capability) {
    requirements.check(capability);
    return driver.extension(type).orElseThrow(capability::missing);
  }

  @Override
  public void close() {
    try {
      together.close();
    } finally {
      driver.close();
    }
  }
}
