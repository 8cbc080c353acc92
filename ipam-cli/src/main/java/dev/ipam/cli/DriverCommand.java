package dev.ipam.cli;

import static dev.ipam.cli.output.Column.forPrograms;
import static dev.ipam.cli.output.Column.shown;

import dev.ipam.FoundDriver;
import dev.ipam.Ipam;
import dev.ipam.cli.output.Column;
import dev.ipam.cli.output.Output;
import dev.ipam.spi.Capability;
import java.util.List;
import picocli.CommandLine.Command;

/** What drivers there are, and what the chosen one can do. */
@Command(
    name = "driver",
    description = "Show the drivers that were found, or the opened one.",
    subcommands = {DriverCommand.ListAll.class, DriverCommand.Show.class})
final class DriverCommand extends Group {

  @Command(name = "list", description = "List the drivers that were found, broken ones included.")
  static final class ListAll extends Action {
    @Override
    void run() {
      String wanted = root().config().driver();
      List<Column<FoundDriver>> columns =
          List.of(
              shown("name", FoundDriver::name),
              shown("chosen", driver -> driver.answersTo(wanted)),
              shown("description", FoundDriver::description),
              forPrograms("aliases", driver -> driver.aliases().stream().sorted().toList()),
              shown("problem", FoundDriver::problem),
              shown("origin", FoundDriver::origin),
              forPrograms("most_capabilities", ListAll::capabilities));
      output().list(columns, root().drivers().drivers().stream());
    }

    private static List<String> capabilities(FoundDriver driver) {
      return driver.mostCapabilities().stream().sorted().map(Capability::label).toList();
    }
  }

  @Command(
      name = "show",
      description = "Open the configured driver and show its store and its actual capabilities.")
  static final class Show extends Action.Reading {
    @Override
    void run(Ipam ipam, Output output) {
      output.one(OpenedDriver.SHOWN, OpenedDriver.of(ipam, false));
    }
  }
}
