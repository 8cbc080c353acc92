package dev.ipam.cli;

import dev.ipam.Ipam;
import dev.ipam.cli.map.HeldAddresses;
import dev.ipam.cli.map.MapPicture;
import dev.ipam.cli.map.MapRun;
import dev.ipam.cli.map.SubnetMap;
import dev.ipam.cli.output.Output;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows a subnet's addresses as a picture. */
@Command(
    name = "map",
    description = {
      "Draw a subnet's addresses: free, taken, resting, the gateway, outside the pools.",
      "A large subnet is drawn block by block; where it is sparse, only what holds something."
    })
final class SubnetMapCommand extends Action.Reading {
  @Parameters(paramLabel = "ID")
  private String id = "";

  @Override
  void run(Ipam ipam, Output output) {
    HeldAddresses held = new HeldAddresses(ipam, id, Instant.now());
    SubnetMap map;
    try (Progress progress = new Progress(surroundings(), "addresses", held.expected())) {
      map = held.read(progress::add);
    }
    if (root().forPeople()) {
      new MapPicture(map, surroundings().style()).lines().forEach(surroundings().out()::println);
    } else {
      output.list(MapRun.COLUMNS, map.runs().stream());
    }
  }
}
