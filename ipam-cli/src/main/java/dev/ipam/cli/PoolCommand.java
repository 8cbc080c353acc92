package dev.ipam.cli;

import dev.ipam.Ipam;
import dev.ipam.cli.output.Column;
import dev.ipam.cli.output.Output;
import dev.ipam.cli.text.Texts;
import dev.ipam.net.Cidr;
import dev.ipam.request.PoolUsage;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetPoolUpdate;
import dev.ipam.request.SubnetRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Subnet pools, by their ids. */
@Command(
    name = "pool",
    description = "Create, show, change and delete subnet pools, which subnets are cut from.",
    subcommands = {
      PoolCommand.Create.class,
      PoolCommand.ListAll.class,
      PoolCommand.Show.class,
      PoolCommand.Update.class,
      PoolCommand.Delete.class
    })
final class PoolCommand extends Group {

  /** The options that creating and changing have in common. */
  static final class Definition {
    @Option(
        names = "--min",
        paramLabel = "N",
        description = "The shortest prefix length of a subnet; 8 (IPv4) or 64 (IPv6) by default.")
    private @Nullable Integer minimum;

    @Option(
        names = "--default",
        paramLabel = "N",
        description = "The prefix length of a subnet for which none is asked; --min by default.")
    private @Nullable Integer usual;

    @Option(
        names = "--max",
        paramLabel = "N",
        description = "The longest prefix length of a subnet; 32 or 128 by default.")
    private @Nullable Integer maximum;

    @Option(
        names = "--quota",
        paramLabel = "UNITS",
        description = "How many addresses (IPv4) or /64 (IPv6) one project may hold; 0: no limit.")
    private @Nullable String quota;
  }

  @Command(name = "create", description = "Create a subnet pool.")
  static final class Create extends Action.OnStore {
    @Option(names = "--id", required = true, description = "Its id.")
    private String id = "";

    @Option(
        names = "--prefix",
        required = true,
        paramLabel = "CIDR",
        description = "A prefix to cut subnets from; may be repeated.")
    private List<String> prefixes = new ArrayList<>();

    @Mixin private Definition definition = new Definition();

    @Option(names = "--scope", paramLabel = "ID", description = "The address scope that it is in.")
    private @Nullable String scope;

    @Option(names = "--project", description = "The project that it belongs to.")
    private String project = SubnetRequest.DEFAULT_PROJECT;

    @Option(names = "--shared", description = "Note that other projects may use it.")
    private boolean shared;

    private @Nullable SubnetPoolRequest request;

    @Override
    void prepare() {
      request =
          SubnetPoolRequest.of(id, cidrs(prefixes).toArray(Cidr[]::new))
              .withProject(project)
              .withPrefixLengths(definition.minimum, definition.maximum, definition.usual)
              .withQuota(definition.quota == null ? null : Texts.quota(definition.quota))
              .withScopeId(scope)
              .withShared(shared);
    }

    @Override
    void run(Ipam ipam, Output output) {
      output.one(Columns.POOL, ipam.subnetPools().createPool(prepared(request)));
    }
  }

  @Command(name = "list", description = "List all subnet pools, ordered by id.")
  static final class ListAll extends Action.Reading {
    @Override
    void run(Ipam ipam, Output output) {
      try (Stream<SubnetPool> pools = ipam.subnetPools().pools()) {
        output.list(Columns.POOL, pools);
      }
    }
  }

  @Command(name = "show", description = "Show a subnet pool, and what each project holds of it.")
  static final class Show extends Action.Reading {
    @Parameters(paramLabel = "ID")
    private String id = "";

    @Override
    void run(Ipam ipam, Output output) {
      SubnetPool pool = ipam.subnetPools().pool(id);
      PoolUsage usage = ipam.subnetPools().poolUsage(id);
      List<PoolShare> shares = PoolShare.of(pool, usage);
      List<Column<SubnetPool>> columns = new ArrayList<>(Columns.POOL);
      Columns.POOL_USAGE.forEach(column -> columns.add(column.of(usage)));
      columns.add(
          Column.forPrograms("projects", row -> shares.stream().map(PoolShare::asMap).toList()));
      output.one(columns, pool);
      if (root().forPeople() && !shares.isEmpty()) {
        output.say("");
        output.list(PoolShare.COLUMNS, shares.stream());
      }
    }
  }

  @Command(
      name = "update",
      description = "Change a subnet pool; the subnets from it stay as they are.")
  static final class Update extends Action.OnStore {
    @Parameters(paramLabel = "ID")
    private String id = "";

    @Option(
        names = "--prefix",
        paramLabel = "CIDR",
        description = "The new prefixes, replacing all the old ones; may be repeated.")
    private List<String> prefixes = new ArrayList<>();

    @Mixin private Definition definition = new Definition();

    @Option(names = "--scope", paramLabel = "ID", description = "The new address scope.")
    private @Nullable String scope;

    @Option(names = "--no-scope", description = "Take it out of its address scope.")
    private boolean noScope;

    @Option(
        names = "--shared",
        arity = "1",
        paramLabel = "true|false",
        description = "Whether other projects may use it.")
    private @Nullable Boolean shared;

    private @Nullable SubnetPoolUpdate update;

    @Override
    void prepare() {
      if (scope != null && noScope) {
        throw misuse("--scope and --no-scope do not go together");
      }
      SubnetPoolUpdate wanted =
          new SubnetPoolUpdate(
              id,
              prefixes.isEmpty() ? null : cidrs(prefixes),
              definition.minimum,
              definition.maximum,
              definition.usual,
              definition.quota == null ? null : Texts.quota(definition.quota),
              noScope ? Texts.scope(null) : scope == null ? null : Texts.scope(scope),
              shared);
      if (wanted.equals(SubnetPoolUpdate.of(id))) {
        throw misuse("Nothing to change: give --prefix, --min, --quota or another option");
      }
      update = wanted;
    }

    @Override
    void run(Ipam ipam, Output output) {
      output.one(Columns.POOL, ipam.subnetPools().updatePool(prepared(update)));
    }
  }

  @Command(name = "delete", description = "Delete a subnet pool that has no subnets.")
  static final class Delete extends Action.OnStore {
    @Parameters(paramLabel = "ID")
    private String id = "";

    @Override
    void run(Ipam ipam, Output output) {
      ipam.subnetPools().removePool(id);
      Deleted.tell(this, "pool_id", "subnet pool", id);
    }
  }

  private static List<Cidr> cidrs(List<String> texts) {
    return texts.stream().map(Cidr::parse).toList();
  }
}
