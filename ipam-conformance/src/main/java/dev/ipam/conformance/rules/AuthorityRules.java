package dev.ipam.conformance.rules;

import dev.ipam.error.DriverNotActiveException;
import dev.ipam.error.IpamException;
import dev.ipam.request.Allocation;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.StoreRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** Rules 7.01 to 7.10 but for 7.05: which store is the authority, and the fence on writes. */
final class AuthorityRules {
  private AuthorityRules() {}

  private static final StoreRef OTHER = new StoreRef("other", "store-2");
  private static final int MOST_WRITES = 2_000;

  private static Authority authority(Bench bench) {
    return bench.part(Authority.class);
  }

  private static void become(Bench bench, AuthorityState next) {
    authority(bench).change(authority(bench).state(), next);
  }

  private static List<AuthorityState> states(Bench bench) {
    return List.of(
        new AuthorityState.Unused(),
        new AuthorityState.Loading(OTHER, 2, "p-1"),
        new AuthorityState.Loading(OTHER, 2, null),
        new AuthorityState.Active(2),
        new AuthorityState.Closing(2, OTHER, authority(bench).now().plusSeconds(3_600)),
        new AuthorityState.Retired(2, OTHER, "p-2"),
        new AuthorityState.Retired(2, OTHER, null),
        new AuthorityState.Shadow(OTHER, 3, null));
  }

  @RuleTest(
      value = "7.01",
      check = "whether the id is made once, at creation, of enough randomness, and stored")
  static void everyStoreHasAnIdOfItsOwn(Bench bench) {
    String id = bench.driver().store().id();
    bench.require(!id.isBlank(), "a store has an id", "it is blank");
    Set<String> ids = new HashSet<>(Set.of(id));
    for (int i = 0; i < 3; i++) {
      Dumps.onAnother(
          bench,
          other ->
              bench.require(
                  ids.add(other.store().id()),
                  "each store has an id of its own",
                  "two have " + other.store().id()));
    }
    bench.reopen();
    bench.equal("the id after reopening", id, bench.driver().store().id());
  }

  @RuleTest(
      value = "7.02",
      check = {
        "whether AuthorityState.text() is stored whole and read by AuthorityState.parse",
        "whether a store that was never made active says unused"
      })
  static void everyStateIsRecordedAsItWasSet(Bench bench) {
    for (AuthorityState state : states(bench)) {
      become(bench, state);
      bench.equal("the state", state, authority(bench).state());
      bench.reopen();
      bench.equal("the state after reopening", state, authority(bench).state());
    }
  }

  @RuleTest(
      value = "7.02",
      check = "whether creating a store makes it active; the library does that, when it knows")
  static void aNewStoreIsUnused(Bench bench) {
    var settings = bench.subject().newStore();
    try (var driver = Stores.openAsItIs(bench, settings, true)) {
      bench.equal(
          "the state of a new store",
          new AuthorityState.Unused(),
          driver.extension(Authority.class).orElseThrow().state());
      bench.refused(
          "DriverNotActive",
          "a write to a store that is unused",
          () -> driver.createSubnet(Make.subnet("s", "10.0.0.0/24")));
    } finally {
      bench.subject().destroy(settings);
    }
  }

  @RuleTest(
      value = "7.03",
      check = {
        "whether the row is compared and written in one transaction that conflicts with another one",
        "whether the error is made with the text of the state that was found"
      })
  static void everyChangeComparesFirst(Bench bench) {
    IpamException error =
        bench.refusedUnchanged(
            "AuthorityConflict",
            "a change that expects a retired store, of an active one",
            () -> {
              authority(bench)
                  .change(new AuthorityState.Retired(1, OTHER, null), new AuthorityState.Active(7));
              return "changed";
            });
    bench.field(error, "actual", new AuthorityState.Active(1).text());
    bench.equal("the state after it", new AuthorityState.Active(1), authority(bench).state());
    for (int round = 2; round < 5; round++) {
      raced(bench, round);
    }
  }

  private static void raced(Bench bench, int round) {
    AuthorityState before = authority(bench).state();
    List<Callable<?>> calls =
        IntStream.range(0, 6)
            .<Callable<?>>mapToObj(
                i ->
                    () -> {
                      authority(bench).change(before, new AuthorityState.Active(round * 10L + i));
                      return round * 10L + i;
                    })
            .toList();
    List<Object> won = new ArrayList<>();
    for (Outcome<Object> each : bench.atOnce(calls.toArray(Callable[]::new))) {
      if (each.succeeded()) {
        won.add(each.value());
      } else {
        bench.require(
            each.toString().contains("AuthorityConflict"),
            "a change that loses a race fails with AuthorityConflict",
            each.toString());
      }
    }
    bench.equal("how many of six changes of one state succeed", 1, won.size());
    bench.equal("the state after the race", "active", authority(bench).state().word());
    bench.equal(
        "the epoch after the race",
        won.get(0),
        ((AuthorityState.Active) authority(bench).state()).epoch());
  }

  @RuleTest(
      value = "7.04",
      check = {
        "which write it was: every one goes through the fence, also updates, removals and releases",
        "whether the error is made of state.word() and state.other()"
      })
  static void writesAreRefusedUnlessActive(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    Allocation held = bench.specific("s", "10.0.0.9");
    Map<String, Callable<?>> writes =
        Map.of(
            "creating a subnet", () -> bench.subnet("t", "10.0.0.0/28"),
            "updating a subnet",
                () -> bench.driver().updateSubnet(Make.update("s").withGateway(Make.NO_GATEWAY)),
            "removing a subnet", () -> bench.driver().removeSubnet("s", false),
            "allocating", () -> bench.any("s"),
            "releasing", () -> bench.driver().release(ReleaseRequest.of("s", held.address())));
    for (AuthorityState state : states(bench)) {
      if (state instanceof AuthorityState.Active || state instanceof AuthorityState.Closing) {
        continue;
      }
      become(bench, state);
      writes.forEach((what, call) -> refusedIn(bench, state, what, call));
    }
    become(bench, new AuthorityState.Active(4));
    bench.any("s");
  }

  private static void refusedIn(Bench bench, AuthorityState state, String what, Callable<?> call) {
    IpamException error =
        bench.refusedUnchanged("DriverNotActive", what + " while " + state.word(), call);
    bench.field(error, "state", state.word());
    state.other().ifPresent(other -> bench.field(error, "successor", other.driver()));
  }

  @RuleTest(
      value = "7.06",
      check = "whether apply compares the whole state that is expected, and refuses any other")
  static void aFollowerTakesChangesOfItsLeaderOnly(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    Allocation held = bench.driver().allocate(Make.any("s")).get(0);
    Change freed = new Change("p-2", new Change.AddressFreed("s", held.address()));
    for (AuthorityState.Following state :
        List.of(
            new AuthorityState.Loading(OTHER, 2, "p-1"),
            new AuthorityState.Shadow(OTHER, 2, "p-1"))) {
      bench.refused(
          "AuthorityConflict",
          "applying changes to a store that does not follow as expected",
          () -> authority(bench).apply(state, List.of(freed)));
      become(bench, state);
      bench.refused("DriverNotActive", "an allocation while " + state.word(), () -> bench.any("s"));
      AuthorityState.Following next = authority(bench).apply(state, List.of(freed));
      bench.equal("the state after apply", state.reaching("p-2"), next);
      bench.equal("the state that is stored", next, authority(bench).state());
      bench.equal("the allocations", List.of(), bench.held("s"));
      bench.refused(
          "AuthorityConflict",
          "applying the same changes at the position before",
          () -> authority(bench).apply(state, List.of(freed)));
      Change again =
          new Change("p-3", new Change.Upsert(new SnapshotRecord.AllocationRecord(held)));
      authority(bench).apply(next, List.of(again));
      bench.equal("the allocations", List.of(held), bench.held("s"));
    }
    become(bench, new AuthorityState.Active(3));
    bench.refused(
        "AddressAlreadyAllocated",
        "an address that was applied, once the follower is active",
        () -> bench.driver().allocate(Make.specific("s", held.address().toString())));
  }

  @RuleTest(
      value = "7.07",
      check = {
        "whether every writing transaction locks or writes something that the change writes too;"
            + " reading the state first lets a write slip in behind it",
        "whether change returns before the writes that it did not stop are over"
      })
  static void noWriteTakesEffectOnceTheStoreIsRetired(Bench bench) {
    bench.subnet("s", "10.0.0.0/20");
    AtomicBoolean retired = new AtomicBoolean();
    List<Callable<?>> calls = new ArrayList<>();
    IntStream.range(0, 4).forEach(i -> calls.add(() -> writeUntilRefused(bench, retired)));
    calls.add(
        () -> {
          while (bench.held("s").size() < 8) {
            Thread.onSpinWait();
          }
          become(bench, new AuthorityState.Retired(1, OTHER, null));
          List<Allocation> atOnce = bench.held("s");
          retired.set(true);
          return atOnce;
        });
    List<Outcome<Object>> ends = bench.atOnce(calls.toArray(Callable[]::new));
    ends.forEach(Outcome::value);
    bench.equal(
        "what is held long after the change returned, against just after it",
        ends.get(4).value(),
        bench.held("s"));
  }

  private static Object writeUntilRefused(Bench bench, AtomicBoolean retired) {
    for (int i = 0; i < MOST_WRITES; i++) {
      boolean late = retired.get();
      try {
        bench.any("s");
      } catch (DriverNotActiveException e) {
        return "refused";
      }
      bench.require(!late, "a write that begins after the change is refused", "it was served");
    }
    throw new RuleViolation("the change of authority returns", "it did not while others wrote");
  }

  @RuleTest(value = "7.09", check = "whether a look-up asks for the state; it must not")
  static void readsAreAnsweredInEveryState(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    Allocation held = bench.driver().allocate(Make.any("s")).get(0);
    List<String> before = bench.state();
    for (AuthorityState state : states(bench)) {
      become(bench, state);
      bench.equal("what is seen while " + state.word(), before, bench.state());
      bench.equal(
          "an address looked up while " + state.word(),
          held,
          bench.driver().find("s", held.address()).orElse(null));
    }
  }

  @RuleTest(value = "7.10", check = "whether change writes the row durably before it returns")
  static void theStateIsThereAfterReopening(Bench bench) {
    for (AuthorityState state : states(bench)) {
      become(bench, state);
      bench.reopen();
      bench.equal("the state after reopening", state, authority(bench).state());
    }
  }

  @RuleTest(
      value = "7.28",
      check = {
        "whether DriverContext.rehearsing reaches the fence",
        "whether the fence, for a driver opened so, admits writes to a shadow and nothing else"
      })
  static void aRehearsalWritesToAShadowOnly(Bench bench) {
    bench.subnet("s", "10.0.0.0/28");
    Allocation held = bench.specific("s", "10.0.0.9");
    AuthorityState.Shadow shadow = new AuthorityState.Shadow(OTHER, 2, "p-1");
    become(bench, shadow);
    bench.reopenToRehearse();
    Allocation rehearsed = bench.driver().allocate(Make.any("s")).get(0);
    bench.driver().release(ReleaseRequest.of("s", held.address()));
    bench.equal("the allocations of a rehearsal", List.of(rehearsed), bench.held("s"));
    bench.equal("the state after a rehearsal", shadow, authority(bench).state());
    Change freed = new Change("p-2", new Change.AddressFreed("s", rehearsed.address()));
    bench.equal(
        "the state after the leader's change",
        shadow.reaching("p-2"),
        authority(bench).apply(shadow, List.of(freed)));
    bench.equal("the allocations after the leader's change", List.of(), bench.held("s"));
    for (AuthorityState state : states(bench)) {
      if (!(state instanceof AuthorityState.Shadow)) {
        become(bench, state);
        refusedIn(bench, state, "a rehearsed allocation", () -> bench.any("s"));
      }
    }
    become(bench, new AuthorityState.Active(4));
    bench.reopen();
    bench.any("s");
  }
}
