package dev.ipam.reference.faults;

import dev.ipam.reference.Drivers;
import dev.ipam.reference.ReferenceUnderTest;
import dev.ipam.spi.IpamDriver;
import dev.ipam.testdb.JdbcEndpoint;
import dev.ipam.testdb.TestDatabase;
import java.util.HashMap;
import java.util.Map;

/** Opens drivers that do not wait long. */
final class Stores {
  private static final String DEADLINE_MILLIS = "3000";

  private Stores() {}

  static IpamDriver open(JdbcEndpoint endpoint) {
    return open(ReferenceUnderTest.settings(endpoint));
  }

  static IpamDriver open(TestDatabase database) {
    return open(ReferenceUnderTest.settings(database));
  }

  static IpamDriver open(Map<String, String> store) {
    Map<String, String> settings = new HashMap<>(store);
    settings.put("ipam.reference.deadline-ms", DEADLINE_MILLIS);
    return Drivers.openOrMake(settings);
  }
}
