package dev.ipam.cli;

import dev.ipam.Ipam;
import dev.ipam.cli.output.Column;
import dev.ipam.cli.output.Output;
import dev.ipam.cli.text.Texts;
import dev.ipam.net.Cidr;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Subnets, by their ids. */
@Command(
    name = "subnet",
    description = "Create, show, draw, change and delete subnets.",
    subcommands = {
      SubnetCommand.Create.class,
      SubnetCommand.ListAll.class,
      SubnetCommand.Show.class,
      SubnetMapCommand.class,
      SubnetCommand.Update.class,
      SubnetCommand.Delete.class
    })
final class SubnetCommand extends Group {

  @Command(name = "create", description = "Create a subnet.")
  static final class Create extends Action.OnStore {
    @Parameters(
        arity = "0..1",
        paramLabel = "CIDR",
        description = "For example 192.0.2.0/24 or 2001:db8::/64; not needed with --from-pool.")
    private @Nullable String cidr;

    @Option(
        names = "--from-pool",
        paramLabel = "POOL",
        description = "Take the CIDR, or any block of --prefix-length, from this subnet pool.")
    private @Nullable String fromPool;

    @Option(
        names = "--prefix-length",
        paramLabel = "N",
        description = "How large a block to take from the pool; its default where it is not given.")
    private @Nullable Integer prefixLength;

    @Option(
        names = "--id",
        description = "Its id; the CIDR's text where it is not given, needed without one.")
    private @Nullable String id;

    @Option(names = "--project", description = "The project that it belongs to.")
    private String project = SubnetRequest.DEFAULT_PROJECT;

    @Option(
        names = "--gateway",
        paramLabel = "auto|none|IP",
        description = "auto (the default) takes the first usable address.")
    private String gateway = "auto";

    @Option(
        names = "--pool",
        paramLabel = "FIRST-LAST",
        description = "A range to allocate from; may be repeated. Default: all but the gateway.")
    private List<String> pools = new ArrayList<>();

    @Option(
        names = "--policy",
        paramLabel = "POLICY",
        description = "sequential (the default), lowest or random.")
    private String policy = "sequential";

    @Option(
        names = "--rest",
        paramLabel = "DURATION",
        description = "How long a released address is not handed out again, for example 24h.")
    private @Nullable String rest;

    private @Nullable SubnetRequest request;

    @Override
    void prepare() {
      SubnetRequest wanted =
          plain()
              .withProject(project)
              .withGateway(Texts.gateway(gateway))
              .withPolicy(Texts.policy(policy));
      if (!pools.isEmpty()) {
        wanted = wanted.withPools(Texts.pools(pools));
      }
      if (rest != null) {
        wanted = wanted.withRest(Texts.duration(rest));
      }
      request = wanted;
    }

    private SubnetRequest plain() {
      if (cidr != null) {
        if (prefixLength != null) {
          throw misuse("A CIDR and --prefix-length do not go together");
        }
        Cidr block = Cidr.parse(cidr);
        return SubnetRequest.of(id == null ? block.toString() : id, block).withPoolId(fromPool);
      }
      if (fromPool == null) {
        throw misuse("Give a CIDR, or --from-pool and --id");
      }
      if (id == null) {
        throw misuse("Give --id: there is no CIDR yet to name the subnet after");
      }
      return SubnetRequest.fromPool(id, fromPool, prefixLength);
    }

    @Override
    void run(Ipam ipam, Output output) {
      output.one(Columns.SUBNET, ipam.createSubnet(prepared(request)));
    }
  }

  @Command(name = "list", description = "List all subnets, ordered by id.")
  static final class ListAll extends Action.Reading {
    @Override
    void run(Ipam ipam, Output output) {
      try (Stream<Subnet> subnets = ipam.subnets()) {
        output.list(Columns.SUBNET, subnets);
      }
    }
  }

  @Command(name = "show", description = "Show a subnet and how full it is.")
  static final class Show extends Action.Reading {
    @Parameters(paramLabel = "ID")
    private String id = "";

    @Override
    void run(Ipam ipam, Output output) {
      Subnet subnet = ipam.subnet(id);
      Usage usage = ipam.usage(id);
      List<Column<Subnet>> columns = new ArrayList<>(Columns.SUBNET);
      Columns.USAGE.forEach(column -> columns.add(column.of(usage)));
      output.one(columns, subnet);
    }
  }

  @Command(
      name = "update",
      description = "Change a subnet's gateway or pools; allocations stay as they are.")
  static final class Update extends Action.OnStore {
    @Parameters(paramLabel = "ID")
    private String id = "";

    @Option(names = "--gateway", paramLabel = "auto|none|IP", description = "The new gateway.")
    private @Nullable String gateway;

    @Option(
        names = "--pool",
        paramLabel = "FIRST-LAST|generated|none",
        description =
            "The new pools, replacing all the old ones; may be repeated. generated: all but the"
                + " gateway. none: nothing is handed out any more.")
    private List<String> pools = new ArrayList<>();

    private @Nullable SubnetUpdate update;

    @Override
    void prepare() {
      if (gateway == null && pools.isEmpty()) {
        throw misuse("Nothing to change: give --gateway or --pool");
      }
      SubnetUpdate wanted = SubnetUpdate.of(id);
      if (gateway != null) {
        wanted = wanted.withGateway(Texts.gateway(gateway));
      }
      update = pools.isEmpty() ? wanted : wanted.withPools(Texts.pools(pools));
    }

    @Override
    void run(Ipam ipam, Output output) {
      output.one(Columns.SUBNET, ipam.updateSubnet(prepared(update)));
    }
  }

  @Command(name = "delete", description = "Delete a subnet.")
  static final class Delete extends Action.OnStore {
    @Parameters(paramLabel = "ID")
    private String id = "";

    @Option(names = "--force", description = "Delete its allocations with it.")
    private boolean force;

    @Override
    void run(Ipam ipam, Output output) {
      long released = 0;
      if (force) {
        released = ipam.removeSubnetWithAllocations(id);
      } else {
        ipam.removeSubnet(id);
      }
      Removed removed = new Removed(id, released);
      if (root().forPeople()) {
        output.say(removed.sentence());
      } else {
        output.one(Removed.COLUMNS, removed);
      }
    }
  }

  private record Removed(String subnetId, long released) {
    static final List<Column<Removed>> COLUMNS =
        List.of(
            Column.shown("subnet_id", Removed::subnetId),
            Column.shown("released", Removed::released));

    String sentence() {
      return "Deleted subnet "
          + subnetId
          + (released == 0 ? "." : " and the allocations in it: " + released + ".");
    }
  }
}
