package dev.ipam.cli;

import dev.ipam.Ipam;
import dev.ipam.IpamBuilder;
import dev.ipam.error.StoreNotFoundException;
import picocli.CommandLine.Command;

/** Creates the configured driver's store; one that is there already stays as it is. */
@Command(name = "init", description = "Make the configured driver's store.")
final class InitCommand extends Action {
  @Override
  void run() {
    IpamBuilder builder = root().builder();
    boolean there = true;
    Ipam opened;
    try {
      opened = builder.set("ipam.create", "never").openForReading();
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
