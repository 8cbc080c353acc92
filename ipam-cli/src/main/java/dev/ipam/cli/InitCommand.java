package dev.ipam.cli;

import dev.ipam.Ipam;
import dev.ipam.IpamBuilder;
import dev.ipam.error.StoreNotFoundException;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.Capability;
import picocli.CommandLine.Command;

/** Creates the configured driver's store; one that is there already stays as it is. */
@Command(name = "init", description = "Make the configured driver's store.")
final class InitCommand extends Action {
  /** One that was created but never made active, by something that was cut short. */
  private static boolean isUnused(Ipam ipam) {
    return ipam.capabilities().contains(Capability.AUTHORITY)
        && ipam.driver()
            .extension(Authority.class)
            .map(authority -> authority.state() instanceof AuthorityState.Unused)
            .orElse(false);
  }

  @Override
  void run() {
    IpamBuilder builder = root().builder();
    boolean there = true;
    Ipam opened;
    try {
      opened = builder.set("ipam.create", "never").openForReading();
      if (isUnused(opened)) {
        opened.close();
        opened = builder.createIfMissing().open();
      }
    } catch (StoreNotFoundException e) {
      there = false;
      opened = builder.createIfMissing().open();
    }
    try (Ipam ipam = opened) {
      OpenedDriver store = OpenedDriver.of(ipam, !there);
      if (root().forPeople()) {
        output()
            .say(
                there
                    ? "The store at " + store.location() + " is there already; nothing changed."
                    : "Created a store at " + store.location() + ".");
      } else {
        output().one(OpenedDriver.AFTER_INIT, store);
      }
    }
  }
}
