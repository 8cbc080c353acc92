package dev.ipam.joint;

import dev.ipam.net.IpAddress;
import dev.ipam.net.MacAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.RequestKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A joint request that is being served part by part, as it is kept on disk until it is done or
 * undone.
 *
 * @param parts the requests; each with a key of its own where the driver remembers keys
 * @param started how many of them were begun
 * @param taken what the parts that were finished took
 */
record Intent(List<AllocationRequest> parts, int started, List<ReleaseRequest> taken) {
  Intent {
    parts = List.copyOf(parts);
    taken = List.copyOf(taken);
  }

  Intent begun() {
    return new Intent(parts, started + 1, taken);
  }

  Intent took(List<Allocation> more, boolean byToken) {
    List<ReleaseRequest> all = new ArrayList<>(taken);
    for (Allocation allocation : more) {
      all.add(
          byToken
              ? ReleaseRequest.of(allocation)
              : new ReleaseRequest(
                  allocation.subnetId(), allocation.address(), allocation.owner(), null));
    }
    return new Intent(parts, started, all);
  }

  Properties toProperties() {
    Properties to = new Properties();
    to.setProperty("started", Integer.toString(started));
    to.setProperty("parts", Integer.toString(parts.size()));
    for (int i = 0; i < parts.size(); i++) {
      AllocationRequest part = parts.get(i);
      String prefix = "part." + i + ".";
      // No id holds a control character, so that a line feed separates them.
      to.setProperty(prefix + "subnets", String.join("\n", part.subnetIds()));
      to.setProperty(prefix + "kind", part.address().kind().name());
      to.setProperty(prefix + "argument", argument(part.address()));
      put(to, prefix + "owner", part.owner());
      put(to, prefix + "key", part.key());
    }
    to.setProperty("taken", Integer.toString(taken.size()));
    for (int i = 0; i < taken.size(); i++) {
      ReleaseRequest release = taken.get(i);
      String prefix = "taken." + i + ".";
      to.setProperty(prefix + "subnet", release.subnetId());
      to.setProperty(prefix + "address", release.address().toString());
      put(to, prefix + "owner", release.owner());
      put(to, prefix + "token", release.token() == null ? null : release.token().toString());
    }
    return to;
  }

  /**
   * Reads an intent back.
   *
   * @throws RuntimeException if it is not one that {@link #toProperties} wrote
   */
  static Intent of(Properties from) {
    List<AllocationRequest> parts = new ArrayList<>();
    for (int i = 0; i < number(from, "parts"); i++) {
      String prefix = "part." + i + ".";
      parts.add(
          new AllocationRequest(
              List.of(text(from, prefix + "subnets").split("\n", -1)),
              address(text(from, prefix + "kind"), text(from, prefix + "argument")),
              from.getProperty(prefix + "owner"),
              from.getProperty(prefix + "key"),
              AllocationContext.NONE));
    }
    List<ReleaseRequest> taken = new ArrayList<>();
    for (int i = 0; i < number(from, "taken"); i++) {
      String prefix = "taken." + i + ".";
      String token = from.getProperty(prefix + "token");
      taken.add(
          new ReleaseRequest(
              text(from, prefix + "subnet"),
              IpAddress.parse(text(from, prefix + "address")),
              from.getProperty(prefix + "owner"),
              token == null ? null : Long.valueOf(token)));
    }
    int started = number(from, "started");
    if (started < 0 || started > parts.size()) {
      throw new IllegalArgumentException("started: " + started);
    }
    return new Intent(parts, started, taken);
  }

  private static String argument(AddressRequest wanted) {
    if (wanted instanceof AddressRequest.Specific specific) {
      return specific.address().toString();
    }
    if (wanted instanceof AddressRequest.Automatic automatic) {
      return automatic.mac().toString();
    }
    return Integer.toString(wanted.count());
  }

  private static AddressRequest address(String kind, String argument) {
    return switch (RequestKind.valueOf(kind)) {
      case ANY -> new AddressRequest.Any();
      case PREFER_NEXT -> new AddressRequest.PreferNext();
      case SPECIFIC -> new AddressRequest.Specific(IpAddress.parse(argument));
      case AUTOMATIC -> new AddressRequest.Automatic(MacAddress.parse(argument));
      case GATEWAY -> new AddressRequest.Gateway();
      case BULK -> new AddressRequest.Bulk(Integer.parseInt(argument));
    };
  }

  private static void put(Properties to, String name, @Nullable String value) {
    if (value != null) {
      to.setProperty(name, value);
    }
  }

  private static int number(Properties from, String name) {
    return Integer.parseInt(text(from, name));
  }

  private static String text(Properties from, String name) {
    String value = from.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return value;
  }
}
