package dev.ipam.cli.plan;

import dev.ipam.cli.text.Nearest;
import dev.ipam.cli.text.Texts;
import dev.ipam.error.InvalidValueException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.AllocationPools;
import dev.ipam.net.Eui64;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.net.MacAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.Subnet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the addresses of a plan into the subnets that they belong to. */
final class AddressReader {
  private static final List<String> KEYS =
      List.of("owner", "owners", "subnet", "subnets", "address", "count", "mac", "gateway");
  private static final List<String> KEYS_IN_SUBNET =
      List.of("owner", "owners", "address", "count", "mac", "gateway");

  private final Map<String, SubnetDraft> drafts;
  private final List<Fault> faults;
  private final Set<String> broken = new HashSet<>();
  private boolean someBroken;
  private long total;

  AddressReader(Map<String, SubnetDraft> drafts, List<Fault> faults) {
    this.drafts = drafts;
    this.faults = faults;
  }

  /** Notes a subnet that is at fault itself, so that what refers to it is not blamed too. */
  void broken(@Nullable String id) {
    if (id == null) {
      someBroken = true;
    } else {
      broken.add(id);
    }
  }

  /**
   * Reads one entry.
   *
   * @param within the subnet that it stands in, or {@code null} where it names its own
   */
  void read(Node.Mapping mapping, @Nullable String within) {
    MappingReader entry =
        new MappingReader("an address", mapping, within == null ? KEYS : KEYS_IN_SUBNET, faults);
    entry.atMostOneOf(List.of("owner", "owners"));
    entry.atMostOneOf(List.of("subnet", "subnets"));
    entry.atMostOneOf(List.of("address", "count", "mac", "gateway"));
    int before = faults.size();
    List<String> owners = owners(entry);
    List<SubnetDraft> subnets = within == null ? subnets(entry) : drafts(within);
    AddressRange range = entry.value("address", AddressReader::range);
    Integer count = entry.value("count", AddressReader::count);
    MacAddress mac = entry.value("mac", MacAddress::parse);
    Boolean gateway = entry.value("gateway", Texts::flag);
    if (faults.size() > before || owners.isEmpty() || subnets.isEmpty()) {
      return;
    }
    if (range != null) {
      fixed(entry, owners, subnets, range);
    } else if (mac != null) {
      automatic(entry, owners, subnets, mac);
    } else if (Boolean.TRUE.equals(gateway)) {
      gateway(entry, owners, subnets);
    } else {
      any(entry, owners, subnets, count == null ? 1 : count);
    }
  }

  /** Nothing for a subnet that is at fault: its addresses are read for their own faults only. */
  private List<SubnetDraft> drafts(String id) {
    SubnetDraft draft = broken.contains(id) ? null : drafts.get(id);
    return draft == null ? List.of() : List.of(draft);
  }

  private static List<String> owners(MappingReader entry) {
    List<String> owners = new ArrayList<>();
    String single = entry.value("owner", AddressReader::owner);
    if (single != null) {
      owners.add(single);
    }
    for (String text : entry.texts("owners")) {
      List<String> expanded = entry.attempt(entry.line("owners"), () -> Owners.expand(text));
      for (String each : expanded == null ? List.<String>of() : expanded) {
        String owner = entry.attempt(entry.line("owners"), () -> owner(each));
        if (owner == null) {
          break;
        }
        owners.add(owner);
      }
    }
    if (!entry.has("owner") && !entry.has("owners")) {
      entry.fault(entry.line(), "There is no \"owner\" for an address; add one.");
    }
    return owners;
  }

  /** An owner is what an allocation may have as one. */
  private static String owner(String text) {
    return Objects.requireNonNull(AllocationRequest.any("any").withOwner(text).owner(), "owner");
  }

  private List<SubnetDraft> subnets(MappingReader entry) {
    List<String> ids = entry.texts(entry.has("subnet") ? "subnet" : "subnets");
    if (!entry.has("subnet") && !entry.has("subnets")) {
      entry.fault(entry.line(), "There is no \"subnet\" for an address; say which it is in.");
    }
    List<SubnetDraft> found = new ArrayList<>();
    for (String id : ids) {
      SubnetDraft draft = drafts.get(id);
      if (draft != null) {
        found.add(draft);
      } else if (!broken.contains(id) && !someBroken) {
        entry.fault(
            entry.line(entry.has("subnet") ? "subnet" : "subnets"),
            "There is no subnet "
                + MappingReader.quote(id)
                + " in this plan"
                + (drafts.isEmpty()
                    ? "."
                    : "; did you mean "
                        + MappingReader.quote(Nearest.to(id, drafts.keySet()))
                        + "?"));
      }
    }
    return found;
  }

  private void fixed(
      MappingReader entry, List<String> owners, List<SubnetDraft> subnets, AddressRange range) {
    long size = range.saturatedSize();
    if (subnets.size() > 1) {
      entry.fault(
          entry.line("address"),
          "an address is in one subnet only; write an entry for each subnet.");
    } else if (owners.size() > 1 && owners.size() != size) {
      entry.fault(
          entry.line("address"),
          "There are "
              + owners.size()
              + " owners for "
              + range
              + ", which has "
              + range.size()
              + " addresses; give as many as there are owners.");
    } else if (withinLimit(entry, size)) {
      SubnetDraft draft = subnets.get(0);
      Subnet subnet = draft.subnet();
      if (subnet == null || !draft.saysCidr()) {
        entry.fault(
            entry.line("address"),
            "Subnet "
                + MappingReader.quote(draft.id())
                + " gets its CIDR when it is created, so that no address of it can be named here;"
                + " say its cidr, or give a count.");
        return;
      }
      for (int i = 0; i < size; i++) {
        IpAddress address = range.first().plus(i);
        String owner = owners.get(owners.size() == 1 ? 0 : i);
        if (!checkAllocatable(entry, subnet, address)
            || !add(entry, draft, owner, new AddressRequest.Specific(address), address)) {
          return;
        }
      }
    }
  }

  private void automatic(
      MappingReader entry, List<String> owners, List<SubnetDraft> subnets, MacAddress mac) {
    if (owners.size() > 1) {
      entry.fault(
          entry.line("mac"), "A MAC address belongs to one owner; write an entry for each.");
      return;
    }
    if (subnets.stream().allMatch(AddressReader::isIpv4)) {
      entry.fault(
          entry.line("mac"),
          "A MAC address forms an IPv6 address, but subnet "
              + MappingReader.quote(subnets.get(0).id())
              + " is IPv4; remove it or name an IPv6 subnet.");
      return;
    }
    for (SubnetDraft draft : subnets) {
      if (isIpv4(draft)) {
        any(entry, owners, List.of(draft), 1);
        continue;
      }
      Subnet subnet = draft.subnet();
      IpAddress formed =
          subnet == null
              ? null
              : entry.attempt(entry.line("mac"), () -> Eui64.derive(subnet.cidr(), mac));
      if ((formed != null || subnet == null) && withinLimit(entry, 1)) {
        add(entry, draft, owners.get(0), new AddressRequest.Automatic(mac), formed);
      }
    }
  }

  private static boolean isIpv4(SubnetDraft draft) {
    Subnet subnet = draft.subnet();
    return subnet != null && subnet.cidr().family() == IpFamily.IPV4;
  }

  private void gateway(MappingReader entry, List<String> owners, List<SubnetDraft> subnets) {
    if (owners.size() > 1) {
      entry.fault(entry.line("gateway"), "A gateway address belongs to one owner; name one.");
      return;
    }
    for (SubnetDraft draft : subnets) {
      Subnet subnet = draft.subnet();
      if (subnet == null) {
        if (withinLimit(entry, 1)) {
          add(entry, draft, owners.get(0), new AddressRequest.Gateway(), null);
        }
        continue;
      }
      IpAddress address = subnet.gateway();
      if (address == null || !AllocationPools.isAllocatable(subnet.cidr(), address)) {
        entry.fault(
            entry.line("gateway"),
            "Subnet "
                + MappingReader.quote(subnet.id())
                + (address == null ? " has no gateway" : " has its gateway outside, " + address)
                + "; there is no gateway address to allocate.");
      } else if (withinLimit(entry, 1)) {
        add(entry, draft, owners.get(0), new AddressRequest.Gateway(), address);
      }
    }
  }

  private void any(MappingReader entry, List<String> owners, List<SubnetDraft> subnets, int count) {
    for (SubnetDraft draft : subnets) {
      for (String owner : owners) {
        if (!withinLimit(entry, count)) {
          return;
        }
        int earlier = draft.add(new Plan.AnyAddresses(entry.line(), owner, count));
        if (earlier > 0) {
          entry.fault(
              entry.line(),
              "Owner "
                  + MappingReader.quote(owner)
                  + " is in subnet "
                  + MappingReader.quote(draft.id())
                  + " already, in line "
                  + earlier
                  + "; give it one entry with a count.");
        }
      }
    }
  }

  private boolean add(
      MappingReader entry,
      SubnetDraft draft,
      String owner,
      AddressRequest request,
      @Nullable IpAddress address) {
    boolean follows =
        !draft.saysCidr() || (request instanceof AddressRequest.Gateway && !draft.saysGateway());
    int earlier =
        draft.add(
            new Plan.FixedAddress(entry.line(), owner, request, follows ? null : address), address);
    if (earlier > 0) {
      entry.fault(
          entry.line(),
          address + " is planned already, in line " + earlier + "; an address has one owner.");
    }
    return earlier == 0;
  }

  private static boolean checkAllocatable(MappingReader entry, Subnet subnet, IpAddress address) {
    if (AllocationPools.isAllocatable(subnet.cidr(), address)) {
      return true;
    }
    entry.fault(
        entry.line("address"),
        address
            + (subnet.cidr().contains(address)
                ? " is the network or broadcast address of subnet "
                : " is not in subnet ")
            + MappingReader.quote(subnet.id())
            + ", which is "
            + subnet.cidr()
            + "; its addresses are "
            + AllocationPools.usableRange(subnet.cidr())
            + ".");
    return false;
  }

  private boolean withinLimit(MappingReader entry, long more) {
    boolean before = total <= Plan.MAX_ADDRESSES;
    total = Math.min(total + more, Long.MAX_VALUE / 2);
    if (before && total > Plan.MAX_ADDRESSES) {
      entry.fault(
          entry.line(),
          "With this entry the plan asks for more than "
              + Plan.MAX_ADDRESSES
              + " addresses; divide it.");
    }
    return total <= Plan.MAX_ADDRESSES;
  }

  private static AddressRange range(String text) {
    if (text.indexOf('-') >= 0) {
      return AddressRange.parse(text);
    }
    IpAddress address = IpAddress.parse(text);
    return new AddressRange(address, address);
  }

  private static int count(String text) {
    if (!text.matches("[1-9]\\d{0,6}") || Integer.parseInt(text) > AddressRequest.MAX_COUNT) {
      throw new InvalidValueException(
          "InvalidCount",
          MappingReader.quote(text) + " is not a count of 1 to " + AddressRequest.MAX_COUNT + ".",
          MappingReader.quote(text));
    }
    return Integer.parseInt(text);
  }
}
