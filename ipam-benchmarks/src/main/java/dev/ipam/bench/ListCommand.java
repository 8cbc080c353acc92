package dev.ipam.bench;

import dev.ipam.bench.scenario.Catalogue;
import dev.ipam.bench.scenario.Scenario;
import picocli.CommandLine.Command;

/** Names the scenarios. */
@Command(name = "list", description = "Name the scenarios.")
final class ListCommand implements Runnable {
  @Override
  public void run() {
    for (Scenario each : Catalogue.all()) {
      System.out.printf("%-28s %s%n", each.name(), each.what());
    }
  }
}
