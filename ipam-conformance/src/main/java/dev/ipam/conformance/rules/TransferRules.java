package dev.ipam.conformance.rules;

import dev.ipam.error.IpamException;
import dev.ipam.request.Allocation;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.TransferRequest;
import dev.ipam.spi.AllocationTransfer;
import dev.ipam.spi.Capability;
import dev.ipam.spi.OwnerLookup;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rules 3.89 to 3.92: an allocation changes hands. */
final class TransferRules {
  private static final String COMPARE =
      "whether the transfer is a compare-and-set on the allocation's token";

  private TransferRules() {}

  private static TransferRequest to(Allocation held, String owner) {
    return new TransferRequest(held.subnetId(), held.address(), held.token(), owner, null);
  }

  @RuleTest(
      value = "3.89",
      check = {COMPARE, "whether it is an update, and no delete and insert"})
  static void transferMovesAnAllocation(Bench bench) {
    AllocationTransfer transfer = bench.part(AllocationTransfer.class);
    bench.subnet("s", "10.0.0.0/29");
    Allocation held = bench.specific("s", "10.0.0.5");
    Allocation moved = transfer.transfer(to(held, "vm-2"));
    bench.equal("the address", held.address(), moved.address());
    bench.equal("the look-up", Optional.of(moved), bench.driver().find("s", held.address()));
    bench.equal("the number of allocations", 1, bench.held("s").size());
    if (bench.has(Capability.OWNERS)) {
      bench.equal("the owner", "vm-2", moved.owner());
      Allocation again = transfer.transfer(to(moved, "vm-3"));
      holds(bench, "vm-2", List.of());
      holds(bench, "vm-3", List.of(again));
    }
  }

  private static void holds(Bench bench, String owner, List<Allocation> expected) {
    try (Stream<Allocation> theirs = bench.part(OwnerLookup.class).allocationsOf(owner)) {
      bench.equal("what " + owner + " holds", expected, theirs.toList());
    }
  }

  @RuleTest(
      value = "3.89",
      check = {COMPARE, "whether the address is free for a moment"})
  static void theAddressIsNeverFreeInBetween(Bench bench) {
    AllocationTransfer transfer = bench.part(AllocationTransfer.class);
    bench.subnet("s", "10.0.0.9/32");
    Allocation held = bench.take(Make.any("s"));
    for (int round = 0; round < 10; round++) {
      TransferRequest request = to(held, "vm-" + round);
      List<Outcome<Object>> outcomes =
          bench.atOnce(
              () -> transfer.transfer(request),
              () -> bench.driver().allocate(Make.any("s")),
              () -> bench.driver().allocate(Make.specific("s", "10.0.0.9")),
              () -> bench.driver().find("s", request.address()));
      held = (Allocation) outcomes.get(0).value();
      bench.require(
          !outcomes.get(1).succeeded() && !outcomes.get(2).succeeded(),
          "nobody gets the one address of s during a transfer",
          outcomes.get(1) + ", " + outcomes.get(2));
      bench.require(
          ((Optional<?>) outcomes.get(3).value()).isPresent(),
          "a look-up during a transfer finds the old allocation or the new one",
          "nothing");
    }
  }

  @RuleTest(
      value = "3.90",
      check = {"whether the new token is drawn from the store's counter"})
  static void aTransferredAllocationHasANewToken(Bench bench) {
    AllocationTransfer transfer = bench.part(AllocationTransfer.class);
    bench.subnet("s", "10.0.0.0/29");
    Allocation held = bench.specific("s", "10.0.0.5");
    long last = bench.take(Make.any("s")).token();
    bench.advance(60_000);
    Allocation moved = transfer.transfer(to(held, "vm-2"));
    bench.require(
        moved.token() > last,
        "the token is greater than all given before, " + last,
        "it is " + moved.token());
    bench.equal("allocated-at", held.allocatedAt(), moved.allocatedAt());
    bench.equal("the kind", held.kind(), moved.kind());
    bench.refusedUnchanged(
        "AddressOwnedByAnother",
        "the release by the old token",
        () -> bench.driver().release(ReleaseRequest.of(held)));
    bench.equal(
        "what the release by the new token returns",
        Optional.of(moved),
        bench.driver().release(ReleaseRequest.of(moved)));
  }

  @RuleTest(
      value = "3.91",
      check = {COMPARE})
  static void transferWithAnotherTokenIsRefused(Bench bench) {
    AllocationTransfer transfer = bench.part(AllocationTransfer.class);
    bench.subnet("s", "10.0.0.0/29");
    Allocation old = bench.specific("s", "10.0.0.5");
    bench.release("s", "10.0.0.5");
    IpamException free =
        bench.refusedUnchanged(
            "AddressNotAllocated",
            "the transfer of a free address",
            () -> transfer.transfer(to(old, "vm-2")));
    bench.field(free, "subnet_id", "s");
    bench.field(free, "address", "10.0.0.5");
    bench.specific("s", "10.0.0.5");
    IpamException other =
        bench.refusedUnchanged(
            "AddressOwnedByAnother",
            "the transfer with an old token",
            () -> transfer.transfer(to(old, "vm-2")));
    bench.field(other, "address", "10.0.0.5");
    bench.refused(
        "AddressNotAllocated",
        "the transfer of an address outside the CIDR",
        () -> transfer.transfer(new TransferRequest("s", Make.ip("192.0.2.1"), 1, "vm-2", null)));
    bench.refused(
        "SubnetNotFound",
        "the transfer in an unknown subnet",
        () -> transfer.transfer(new TransferRequest("x", Make.ip("10.0.0.5"), 1, "vm-2", null)));
  }

  @RuleTest(
      value = "3.91",
      check = {COMPARE})
  static void ofTwoTransfersAtOnceOneWins(Bench bench) {
    AllocationTransfer transfer = bench.part(AllocationTransfer.class);
    bench.subnet("s", "10.0.0.0/29");
    Allocation held = bench.specific("s", "10.0.0.5");
    for (int round = 0; round < 8; round++) {
      TransferRequest one = to(held, "a" + round);
      TransferRequest other = to(held, "b" + round);
      List<Outcome<Object>> outcomes =
          bench.atOnce(() -> transfer.transfer(one), () -> transfer.transfer(other));
      bench.equal(
          "how many of two transfers of one allocation succeed",
          1L,
          outcomes.stream().filter(Outcome::succeeded).count());
      held = bench.held("s").get(0);
    }
  }

  @RuleTest(
      value = "3.92",
      check = {"whether the former key is unbound, and the transfer's bound, in one transaction"})
  static void transferReplacesTheKey(Bench bench) {
    AllocationTransfer transfer = bench.part(AllocationTransfer.class);
    bench.subnet("s", "10.0.0.0/28");
    Allocation held = bench.take(Make.any("s").withKey("old"));
    Allocation moved = transfer.transfer(to(held, "vm-2"));
    bench.equal("the key after a transfer without one", null, moved.key());
    Allocation other = bench.take(Make.any("s").withKey("old"));
    bench.require(
        !other.address().equals(held.address()),
        "the former key is free, and makes a new allocation",
        "it returned " + Words.of(other));
    TransferRequest keyed = new TransferRequest("s", moved.address(), moved.token(), "vm-3", "new");
    Allocation third = transfer.transfer(keyed);
    bench.equal("the key after a transfer with one", "new", third.key());
    List<String> before = bench.state();
    bench.equal("what a retry of the transfer returns", third, transfer.transfer(keyed));
    bench.unchanged(before, "a retry");
    bench.refused(
        "IdempotencyConflict",
        "another request with the transfer's key",
        () -> bench.driver().allocate(Make.any("s").withKey("new")));
  }
}
