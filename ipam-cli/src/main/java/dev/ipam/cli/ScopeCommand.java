package dev.ipam.cli;

import dev.ipam.Ipam;
import dev.ipam.cli.output.Output;
import dev.ipam.cli.text.Texts;
import dev.ipam.net.IpFamily;
import dev.ipam.request.AddressScope;
import dev.ipam.request.SubnetRequest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Address scopes, by their ids. */
@Command(
    name = "scope",
    description = "Create, list and delete address scopes, in which subnet pools do not overlap.",
    subcommands = {
      ScopeCommand.Create.class,
      ScopeCommand.ListAll.class,
      ScopeCommand.Show.class,
      ScopeCommand.Delete.class
    })
final class ScopeCommand extends Group {

  @Command(name = "create", description = "Create an address scope.")
  static final class Create extends Action.OnStore {
    @Option(names = "--id", required = true, description = "Its id.")
    private String id = "";

    @Option(
        names = "--family",
        required = true,
        paramLabel = "ipv4|ipv6",
        description = "The family of the pools in it.")
    private String family = "";

    @Option(names = "--project", description = "The project that it belongs to.")
    private String project = SubnetRequest.DEFAULT_PROJECT;

    @Option(names = "--shared", description = "Note that other projects may use it.")
    private boolean shared;

    private @Nullable AddressScope scope;

    @Override
    void prepare() {
      IpFamily wanted = Texts.family(family);
      scope = new AddressScope(id, project, wanted, shared);
    }

    @Override
    void run(Ipam ipam, Output output) {
      output.one(Columns.SCOPE, ipam.addressScopes().createScope(prepared(scope)));
    }
  }

  @Command(name = "list", description = "List all address scopes, ordered by id.")
  static final class ListAll extends Action.Reading {
    @Override
    void run(Ipam ipam, Output output) {
      try (Stream<AddressScope> scopes = ipam.addressScopes().scopes()) {
        output.list(Columns.SCOPE, scopes);
      }
    }
  }

  @Command(name = "show", description = "Show an address scope.")
  static final class Show extends Action.Reading {
    @Parameters(paramLabel = "ID")
    private String id = "";

    @Override
    void run(Ipam ipam, Output output) {
      output.one(Columns.SCOPE, ipam.addressScopes().scope(id));
    }
  }

  @Command(name = "delete", description = "Delete an address scope that has no subnet pools.")
  static final class Delete extends Action.OnStore {
    @Parameters(paramLabel = "ID")
    private String id = "";

    @Override
    void run(Ipam ipam, Output output) {
      ipam.addressScopes().removeScope(id);
      Deleted.tell(this, "scope_id", "address scope", id);
    }
  }
}
