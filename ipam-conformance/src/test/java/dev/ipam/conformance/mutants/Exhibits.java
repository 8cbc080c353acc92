package dev.ipam.conformance.mutants;

import java.util.List;

/** Faults that released systems had, in our words. */
final class Exhibits {
  /**
   * One fault.
   *
   * @param fault what was wrong
   * @param seenIn where
   */
  record Exhibit(String fault, String seenIn) {}

  static final List<Exhibit> ALL =
      List.of(
          of(
              "after a release the list of used prefixes is in disorder: one comes twice",
              "moby 48069"),
          of(
              "a search that begins behind the last bit answers with the last bit",
              "libnetwork 2106"),
          of("2^32 sub-prefixes of a pool are listed beforehand", "libnetwork 2683"),
          of("nothing is read back after a restart", "moby 27404"),
          of(
              "an allocation is two writes, and a crash between them leaks it",
              "whereabouts 712, go-ipam child prefixes"),
          of(
              "clean-up frees an address that somebody else got meanwhile",
              "whereabouts 162, calico 5044"),
          of("free addresses are read, and one is inserted without a constraint", "netbox 2519"),
          of("get, compare and put are the client's: an update is lost", "go-ipam on etcd"),
          of("creating what is there returns it", "go-ipam on SQL"),
          of("asking for a taken address does not return", "go-ipam 47"),
          of("the second half of an operation fails, the first stays", "Neutron LP 1706750"),
          of("a quota counts for the pool's owner", "Neutron"),
          of("the first address of a /31 is given by Any and refused by name", "Neutron"),
          of("the pool from ::1 to ::ff is read as IPv4", "Neutron"),
          of("the gateway is handed out", "socketplane 106"),
          of("what another node released does not come back", "Kea FLQ on a shared store"),
          of("a lock that was not got is ignored", "CNI host-local"),
          of("acknowledged before it is on disk", "file back ends"),
          of("two spellings of an IPv6 address are two rows", "text keys"),
          of("addresses above 2^63 compare as negative", "signed arithmetic"),
          of("a bulk of n takes n-1 and then fails", "many"),
          of("10.0.0.10 sorts before 10.0.0.9", "text keys"),
          of("the next free address of a /8 is walked to", "netbox 14026"),
          of("every allocation reads all of the subnet's", "Neutron's reference driver"));

  private Exhibits() {}

  private static Exhibit of(String fault, String seenIn) {
    return new Exhibit(fault, seenIn);
  }
}
