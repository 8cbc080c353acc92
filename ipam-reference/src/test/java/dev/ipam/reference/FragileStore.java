package dev.ipam.reference;

import dev.ipam.conformance.StoreOutage;
import dev.ipam.testdb.JdbcEndpoint;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.fault.FaultProxy;
import dev.ipam.testdb.server.SmallDisk;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A store that the kit may take away for a while.
 *
 * @param settings what names it
 * @param outage begins an outage
 * @param end gives back what it needed
 */
record FragileStore(Map<String, String> settings, Supplier<StoreOutage> outage, Runnable end) {
  private static final int MEBIBYTES = 192;

  /** A file on a disk that becomes full, where this account may mount one. */
  static Optional<FragileStore> onSmallDisk() {
    if (SmallDisk.missing().isPresent()) {
      return Optional.empty();
    }
    SmallDisk disk = SmallDisk.mount(MEBIBYTES);
    String url = "jdbc:sqlite:" + disk.path().resolve("ipam.db");
    return Optional.of(
        new FragileStore(
            ReferenceUnderTest.ofTheKit(ReferenceUnderTest.settings(new JdbcEndpoint(url, "", ""))),
            () -> {
              disk.fill();
              return disk::free;
            },
            disk::close));
  }

  /** A database whose server is gone from the network: what is under way is cut. */
  static FragileStore behindProxy(TestDatabase database) {
    FaultProxy proxy = FaultProxy.before(database);
    Map<String, String> settings =
        ReferenceUnderTest.ofTheKit(ReferenceUnderTest.settings(proxy.endpoint()));
    return new FragileStore(
        settings,
        () -> {
          proxy.refuse();
          proxy.cut();
          return proxy::accept;
        },
        proxy::close);
  }
}
