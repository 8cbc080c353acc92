package dev.ipam.cli;

import dev.ipam.Ipam;
import dev.ipam.cli.output.Output;
import dev.ipam.net.IpAddress;
import dev.ipam.net.MacAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.TransferRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Addresses, by subnet and owner. */
@Command(
    name = "address",
    description = "Allocate, release, transfer and look up addresses.",
    subcommands = {
      AddressCommand.Allocate.class,
      AddressCommand.Release.class,
      AddressCommand.Transfer.class,
      AddressCommand.ListAll.class,
      AddressCommand.Find.class
    })
final class AddressCommand extends Group {

  @Command(
      name = "allocate",
      description = {
        "Allocate an address from the first of the subnets that has one.",
        "Which one is the subnet's policy, unless an option says it."
      })
  static final class Allocate extends Action.OnStore {
    @Parameters(paramLabel = "SUBNET", arity = "1..*", description = "Candidates, in order.")
    private List<String> subnets = new ArrayList<>();

    @ArgGroup private @Nullable Which which;

    @Option(names = "--owner", description = "Whom the address will belong to.")
    private @Nullable String owner;

    @Option(
        names = "--key",
        description = "An idempotency key: repeated with it, the command returns the same address.")
    private @Nullable String key;

    private @Nullable AllocationRequest request;

    private static final class Which {
      @Option(names = "--count", paramLabel = "N", description = "So many, all or none.")
      private @Nullable Integer count;

      @Option(names = "--address", paramLabel = "IP", description = "Exactly this address.")
      private @Nullable String address;

      @Option(
          names = "--mac",
          description = "The IPv6 address that a host of this MAC address forms (EUI-64).")
      private @Nullable String mac;

      @Option(names = "--next", description = "The lowest free address.")
      private boolean next;

      @Option(names = "--gateway", description = "The subnet's gateway address.")
      private boolean gateway;

      AddressRequest wanted() {
        if (count != null) {
          return new AddressRequest.Bulk(count);
        }
        if (address != null) {
          return new AddressRequest.Specific(IpAddress.parse(address));
        }
        if (mac != null) {
          return new AddressRequest.Automatic(MacAddress.parse(mac));
        }
        if (next) {
          return new AddressRequest.PreferNext();
        }
        return gateway ? new AddressRequest.Gateway() : new AddressRequest.Any();
      }
    }

    @Override
    void prepare() {
      AddressRequest wanted = which == null ? new AddressRequest.Any() : which.wanted();
      AllocationContext context = AllocationContext.NONE;
      if (wanted instanceof AddressRequest.Automatic automatic) {
        context = context.withMac(automatic.mac());
      }
      request = new AllocationRequest(subnets, wanted, owner, key, context);
    }

    @Override
    void run(Ipam ipam, Output output) {
      output.list(Columns.ALLOCATION, ipam.allocateAll(prepared(request)).stream());
    }
  }

  @Command(
      name = "release",
      description = "Release an address, or everything that an owner holds.",
      customSynopsis = {
        "ipam address release SUBNET IP [--owner OWNER] [--token TOKEN]",
        "ipam address release --owner OWNER"
      })
  static final class Release extends Action.OnStore {
    @Parameters(index = "0", arity = "0..1", paramLabel = "SUBNET")
    private @Nullable String subnet;

    @Parameters(index = "1", arity = "0..1", paramLabel = "IP")
    private @Nullable String address;

    @Option(names = "--owner", description = "Only if it belongs to this owner.")
    private @Nullable String owner;

    @Option(names = "--token", description = "Only if this is its token.")
    private @Nullable Long token;

    private @Nullable ReleaseRequest request;

    @Override
    void prepare() {
      if (subnet != null && address != null) {
        request = new ReleaseRequest(subnet, IpAddress.parse(address), owner, token);
      } else if (subnet != null || owner == null || token != null) {
        throw misuse("Give SUBNET and IP, or --owner alone");
      }
    }

    @Override
    void run(Ipam ipam, Output output) {
      List<Allocation> released =
          request == null
              ? ipam.releaseOwner(prepared(owner))
              : ipam.release(request).stream().toList();
      if (root().forPeople()) {
        output.say(sentence(released));
      } else {
        output.list(Columns.ALLOCATION, released.stream());
      }
    }

    private String sentence(List<Allocation> released) {
      if (released.isEmpty()) {
        return request == null
            ? "Nothing was released: owner " + owner + " holds no address."
            : "Nothing was released: " + address + " is not allocated in " + subnet + ".";
      }
      List<String> shown =
          released.stream().limit(20).map(a -> a.address() + " in " + a.subnetId()).toList();
      int more = released.size() - shown.size();
      return "Released " + String.join(", ", shown) + (more > 0 ? " and " + more + " more." : ".");
    }
  }

  @Command(
      name = "transfer",
      description = "Move an allocation to another owner without its being free in between.")
  static final class Transfer extends Action.OnStore {
    @Parameters(index = "0", paramLabel = "SUBNET")
    private String subnet = "";

    @Parameters(index = "1", paramLabel = "IP")
    private String address = "";

    @Option(names = "--token", required = true, description = "Its token as it is now.")
    private long token;

    @Option(names = "--to", paramLabel = "OWNER", required = true, description = "The new owner.")
    private String to = "";

    @Option(names = "--key", description = "An idempotency key.")
    private @Nullable String key;

    private @Nullable TransferRequest request;

    @Override
    void prepare() {
      request = new TransferRequest(subnet, IpAddress.parse(address), token, to, key);
    }

    @Override
    void run(Ipam ipam, Output output) {
      output.list(Columns.ALLOCATION, Stream.of(ipam.transfer(prepared(request))));
    }
  }

  @Command(name = "list", description = "List a subnet's allocations, ordered by address.")
  static final class ListAll extends Action.Reading {
    @Parameters(paramLabel = "SUBNET")
    private String subnet = "";

    @Override
    void run(Ipam ipam, Output output) {
      try (Stream<Allocation> allocations = ipam.allocations(subnet)) {
        output.list(Columns.ALLOCATION, allocations);
      }
    }
  }

  @Command(
      name = "find",
      description = "Find who holds an address, in any subnet, or what an owner holds.")
  static final class Find extends Action.Reading {
    @ArgGroup(multiplicity = "1")
    private What what = new What();

    private @Nullable IpAddress address;

    private static final class What {
      @Parameters(paramLabel = "IP")
      private @Nullable String address;

      @Option(names = "--owner", description = "Everything that this owner holds.")
      private @Nullable String owner;
    }

    @Override
    void prepare() {
      address = what.address == null ? null : IpAddress.parse(what.address);
    }

    @Override
    void run(Ipam ipam, Output output) {
      try (Stream<Allocation> found =
          address == null ? ipam.allocationsOf(prepared(what.owner)) : ipam.holders(address)) {
        output.list(Columns.ALLOCATION, found);
      }
    }
  }
}
