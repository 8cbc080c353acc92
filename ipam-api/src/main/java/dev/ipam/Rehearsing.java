package dev.ipam;

import dev.ipam.migrate.OpenedStore;
import dev.ipam.migrate.ShadowStatus;
import dev.ipam.migrate.Shadowing;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The shadow of the driver that serves, if {@code ipam.shadow} names one. */
final class Rehearsing implements AutoCloseable {
  private final @Nullable Shadowing shadow;

  private Rehearsing(@Nullable Shadowing shadow) {
    this.shadow = shadow;
  }

  static Rehearsing none() {
    return new Rehearsing(null);
  }

  /** Begins, in threads of the shadow's own. */
  static Rehearsing begin(OpenedStore active, StoreOpener opener) {
    Optional<IpamDriverProvider> provider = opener.shadow(active.name());
    if (provider.isEmpty()) {
      return none();
    }
    IpamDriverProvider other = provider.get();
    return new Rehearsing(
        Opening.migrator()
            .shadow(
                active,
                other.name(),
                clock -> opener.openToRehearse(other, clock),
                opener.clock()));
  }

  /** The driver that serves, with its calls noted where there is a shadow. */
  OpenedStore watched(OpenedStore active) {
    IpamDriver driver = shadow == null ? active.driver() : shadow.watched();
    return new OpenedStore(active.name(), driver);
  }

  Optional<ShadowStatus> status() {
    return Optional.ofNullable(shadow).map(Shadowing::status);
  }

  /** Ends it without waiting for it: the driver that it shadowed has handed over. */
  void leave() {
    if (shadow != null) {
      Thread closing = new Thread(shadow::close, "ipam-shadow-closing");
      closing.setDaemon(true);
      closing.start();
    }
  }

  @Override
  public void close() {
    if (shadow != null) {
      shadow.close();
    }
  }
}
