package dev.ipam.conformance.rules;

import dev.ipam.request.Allocation;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Rules 3.59, 3.60, 3.62 and 3.63: a subnet's allocations as a stream. */
final class StreamRules {
  private static final int MANY = 60;

  private StreamRules() {}

  @RuleTest(
      value = "3.59",
      check = {"whether addresses are ordered as unsigned numbers, not by text or signed"})
  static void allocationsAscend(Bench bench) {
    bench.subnet("s", "0.0.0.0/0");
    bench.subnet("six", "::/0");
    ascend(
        bench,
        "s",
        "200.0.0.1",
        "9.0.0.1",
        "127.255.255.255",
        "128.0.0.0",
        "10.0.0.10",
        "10.0.0.9");
    ascend(
        bench, "six", "ffff::1", "8000::", "7fff:ffff::", "::1:0", "2001:db8::10", "2001:db8::9");
  }

  private static void ascend(Bench bench, String subnet, String... addresses) {
    for (String address : addresses) {
      bench.specific(subnet, address);
    }
    bench.equal(
        "the order of the allocations",
        Make.ips(addresses).stream().sorted().toList(),
        bench.held(subnet).stream().map(Allocation::address).toList());
  }

  @RuleTest(
      value = "3.60",
      check = {
        "whether the stream reads one snapshot: one read transaction, or one statement",
        "whether it reads in pages, each as of another moment"
      })
  static void aStreamShowsTheMomentOfItsOpening(Bench bench) {
    List<Allocation> before = filled(bench);
    try (Stream<Allocation> stream = bench.driver().allocations("s")) {
      bench.remark("the stream stays open");
      Iterator<Allocation> iterator = stream.iterator();
      List<Allocation> seen = new ArrayList<>();
      seen.add(iterator.next());
      bench.release("s", before.get(0).address());
      bench.release("s", before.get(MANY - 1).address());
      bench.release("s", before.get(MANY / 2).address());
      bench.specific("s", before.get(MANY / 2).address().toString());
      bench.specific("s", "10.0.0.200");
      iterator.forEachRemaining(seen::add);
      bench.equal("the stream opened before, read after the changes", before, seen);
    }
    bench.equal("how many a stream opened after shows", MANY - 1, bench.held("s").size());
  }

  private static List<Allocation> filled(Bench bench) {
    bench.subnet("s", "10.0.0.0/24");
    for (int i = 0; i < MANY; i++) {
      bench.specific("s", "10.0.0." + (100 + i));
    }
    return bench.held("s");
  }

  @RuleTest(
      value = "3.62",
      check = {
        "whether an open stream holds a lock, or the only connection of the pool",
        "whether writers wait for readers in the store (isolation, table locks)"
      })
  static void everythingGoesOnWhileAStreamIsOpen(Bench bench) {
    filled(bench);
    try (Stream<Allocation> stream = bench.driver().allocations("s")) {
      bench.remark("the stream stays open");
      Iterator<Allocation> iterator = stream.iterator();
      iterator.next();
      bench.subnet("t", "10.0.0.0/29");
      bench.any("s");
      bench.any("t");
      bench.release("s", "10.0.0.101");
      bench.driver().usage("s");
      bench.driver().updateSubnet(Make.update("s").withGateway(Make.NO_GATEWAY));
      bench.held("s");
      bench
          .atOnce(() -> bench.any("t"), () -> bench.any("s"), () -> bench.any("t"))
          .forEach(Outcome::value);
      bench.held("t").forEach(each -> bench.release("t", each.address()));
      bench.driver().removeSubnet("t", false);
      iterator.next();
    }
  }

  @RuleTest(
      value = "3.63",
      check = {
        "whether onClose() of the stream frees the cursor or snapshot",
        "whether the iterator asks, at each step, if the stream was closed"
      })
  static void aClosedStreamGivesNoMore(Bench bench) {
    filled(bench);
    Stream<Allocation> stream = bench.driver().allocations("s");
    Iterator<Allocation> iterator = stream.iterator();
    iterator.next();
    stream.close();
    bench.remark("the stream is closed after its first element");
    Allocation more;
    try {
      more = iterator.next();
      more = iterator.next();
    } catch (RuntimeException expected) {
      more = null;
    }
    bench.require(more == null, "a closed stream fails when it is read", Words.of(more));
    bench.driver().removeSubnet("s", released(bench));
    // Streams that are dropped one after the other must not use anything up.
    bench.subnet("t", "10.0.0.0/29");
    bench.any("t");
    for (int i = 0; i < 200; i++) {
      try (Stream<Allocation> dropped = bench.driver().allocations("t")) {
        dropped.iterator().next();
      }
    }
  }

  private static boolean released(Bench bench) {
    bench.held("s").forEach(each -> bench.release("s", each.address()));
    return false;
  }
}
