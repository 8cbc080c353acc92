package dev.ipam.migration;

import dev.ipam.Ipam;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A service that opens with the settings given, when it is told to, and allocates so many. */
final class OpeningChild {
  private OpeningChild() {}

  public static void main(String[] args) throws Exception {
    var builder = Ipam.builder();
    for (int i = 1; i < args.length; i += 2) {
      builder.set(args[i], args[i + 1]);
    }
    System.out.println("ready");
    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    try (Ipam ipam = builder.open()) {
      for (int i = 0; i < Integer.parseInt(args[0]); i++) {
        Allocation one = ipam.allocate(AllocationRequest.any("s"));
        System.out.println(ipam.driverName() + " " + one.address());
      }
    }
  }
}
