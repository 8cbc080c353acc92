package dev.ipam.conformance.vectors;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.PoolsChoice;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The families of steps for which the contract's answer is not the recorded one, in the order in
 * which they are asked. After such a step the driver is brought to where the record goes on.
 */
enum StepDeparture {
  /** A CIDR with host bits. */
  HOST_BITS("create_subnet", "1.11 (B8)", 1, 0, 0, 0, 0) {
    @Override
    boolean applies(StepView view) {
      return "HostBitsSet".equals(Texts.faultOfCidr(view.step().get("cidr").text()));
    }

    @Override
    Answer contract(StepView view) {
      return Answer.refused("HostBitsSet");
    }

    @Override
    void goOn(StepView view, StepRunner runner, Answer actual) {
      Block block = Block.of(view.step().get("cidr").text());
      runner.create(view.subnet(), block.cidr(), SubnetFacts.settings(view.step()));
    }
  },

  /** An id that exists already. */
  SAME_ID_TWICE("create_subnet", "2.03 (B11)", 2, 0, 0, 0, 0) {
    @Override
    boolean applies(StepView view) {
      return view.book().has(view.subnet());
    }

    @Override
    Answer contract(StepView view) {
      return Answer.refused("SubnetAlreadyExists");
    }
  },

  /** A gateway inside pools that are given at creation: the recorded layer above refused it. */
  GATEWAY_IN_POOLS_AT_CREATION("create_subnet", "2.13", 9, 11, 9, 9, 0) {
    @Override
    boolean applies(StepView view) {
      return holds(view.pools(), SubnetFacts.address(view.step(), "gateway"));
    }

    @Override
    Answer contract(StepView view) {
      return Answer.refused("GatewayInPool");
    }

    @Override
    void goOn(StepView view, StepRunner runner, Answer actual) {
      runner.create(
          view.subnet(),
          view.step().get("cidr").text(),
          StepRunner.withoutGateway(SubnetFacts.settings(view.step())));
    }
  },

  /** Pools in an update that hold the gateway. */
  GATEWAY_IN_POOLS_AT_UPDATE("update_pools", "2.30", 29, 8, 6, 6, 0) {
    @Override
    boolean applies(StepView view) {
      Book.Entry entry = view.entry();
      return entry != null && holds(view.pools(), entry.gateway);
    }

    @Override
    Answer contract(StepView view) {
      return Answer.refused("GatewayInPool");
    }

    @Override
    void goOn(StepView view, StepRunner runner, Answer actual) {
      runner.update(view.subnet(), GatewayChoice.NONE, PoolsChoice.of(view.pools()));
    }
  },

  /** The default pools of an IPv4 /31 and an IPv6 /127, which Mitaka left empty. */
  SMALL_SUBNET_WITHOUT_POOLS("create_subnet", "2.21, 2.22", 0, 1, 2, 0, 0) {
    @Override
    boolean applies(StepView view) {
      return Book.leavesWithoutPools(view.recording(), view.step());
    }

    @Override
    Answer contract(StepView view) {
      return Answer.value(GeneratedPools.expected(view.step()));
    }

    @Override
    void goOn(StepView view, StepRunner runner, Answer actual) {
      runner.update(view.subnet(), null, PoolsChoice.of(List.of()));
    }
  },

  /** An update of an unknown subnet that would change nothing. */
  UPDATE_OF_UNKNOWN_SUBNET("update_pools", "2.02", 2, 0, 0, 0, 0) {
    @Override
    boolean applies(StepView view) {
      return view.step().hasValue("subnet") && view.entry() == null && view.succeeded();
    }

    @Override
    Answer contract(StepView view) {
      return Answer.refused("SubnetNotFound");
    }
  },

  /** The removal of a subnet that holds allocations. */
  REMOVAL_IN_USE("remove_subnet", "2.38, 2.39", 20, 0, 0, 0, 1) {
    @Override
    boolean applies(StepView view) {
      Book.Entry entry = view.entry();
      return entry != null && !entry.held.isEmpty();
    }

    @Override
    Answer contract(StepView view) {
      return Answer.refused("SubnetInUse");
    }

    @Override
    void goOn(StepView view, StepRunner runner, Answer actual) {
      runner.removeByForce(view.subnet());
    }
  },

  /** A call through a handle that was got before the subnet was removed. */
  STALE_HANDLE("", "2.02 (B13)", 3, 0, 0, 0, 0) {
    @Override
    boolean applies(StepView view) {
      return view.step().has("stale");
    }

    @Override
    Answer contract(StepView view) {
      return Answer.refused("SubnetNotFound");
    }
  },

  /** A batch of 0. */
  BULK_OF_NONE("bulk", "3.28", 2, 0, 0, 0, 0) {
    @Override
    boolean applies(StepView view) {
      return view.step().get("count").integer() == 0;
    }

    @Override
    Answer contract(StepView view) {
      return Answer.refused("InvalidAddressRequest");
    }
  },

  /** A batch of more than 100,000, for which there is room. */
  BULK_ABOVE_THE_RECORDED_CEILING("bulk", "3.29 (B12)", 1, 0, 0, 0, 0) {
    @Override
    boolean applies(StepView view) {
      return view.step().get("count").integer() > 100_000;
    }

    @Override
    Answer contract(StepView view) {
      return Answer.value(StepRunner.SERVED);
    }

    @Override
    void goOn(StepView view, StepRunner runner, Answer actual) {
      view.book().get(view.subnet()).hasUnknown = true;
    }
  },

  /** An address that the recorded system did not release, since it was spelt otherwise. */
  RELEASED_UNDER_ANOTHER_SPELLING("", "3.34 (B20)", 1, 1, 0, 0, 0) {
    @Override
    boolean applies(StepView view) {
      Book.Entry entry = view.entry();
      if (entry == null || entry.misspelt.isEmpty()) {
        return false;
      }
      return view.is("specific")
          ? view.failedWith("AddressAlreadyAllocated") && entry.misspelt.contains(view.address())
          : view.is("next") && view.failedWith("NoAddressAvailable");
    }

    @Override
    Answer contract(StepView view) {
      IpAddress lowest = new TreeSet<>(view.book().get(view.subnet()).misspelt).first();
      return Answer.value(view.is("specific") ? view.address() : lowest);
    }

    @Override
    void goOn(StepView view, StepRunner runner, Answer actual) {
      if (actual instanceof Answer.Value value && value.value() instanceof IpAddress address) {
        runner.release(view.subnet(), address);
      }
    }
  },

  /** A low IPv6 address that became IPv4 text. */
  LOW_IPV6("next", "1.01 (B16)", 0, 0, 2, 0, 0) {
    @Override
    boolean applies(StepView view) {
      Book.Entry entry = view.entry();
      return entry != null
          && entry.block.family() == IpFamily.IPV6
          && view.succeeded()
          && Texts.isIpv4(view.recorded().get("ok").text());
    }

    @Override
    Answer contract(StepView view) {
      String recorded = view.recorded().get("ok").text();
      return Answer.value(view.book().get(view.subnet()).ofFamily(recorded));
    }
  },

  /** A taken address that was offered again and collided, in a subnet that is full. */
  COLLISION_IN_FULL_SUBNET("next", "2.34, 3.31 (B15)", 0, 0, 1, 0, 0) {
    @Override
    boolean applies(StepView view) {
      Book.Entry entry = view.entry();
      return entry != null && view.failedWith("DuplicateRow") && entry.isFull();
    }

    @Override
    Answer contract(StepView view) {
      return Answer.refused("NoAddressAvailable");
    }
  },

  /** Pools out of order, which the recorded system went through as they were written. */
  POOLS_OUT_OF_ORDER("next", "3.04", 0, 5, 5, 0, 0) {
    @Override
    boolean applies(StepView view) {
      Book.Entry entry = view.entry();
      return view.recording().nextIsAny() && entry != null && entry.poolsOutOfOrder;
    }

    @Override
    Answer contract(StepView view) {
      Book.Entry entry = view.book().get(view.subnet());
      return entry.isFull()
          ? Answer.refused("NoAddressAvailable")
          : Answer.value(entry.inOrder(entry.taken));
    }
  },

  /** The first address of an IPv4 /31, /32, or, in Mitaka, of an IPv6 subnet, asked for by name. */
  FIRST_ADDRESS_BY_NAME("specific", "3.16, 3.20 (B2)", 3, 11, 11, 0, 10) {
    @Override
    boolean applies(StepView view) {
      Book.Entry entry = view.entry();
      return entry != null
          && view.failedWith("AddressNotUsableInSubnet")
          && entry.block.isFirst(view.address())
          && !entry.block.isNetworkOrBroadcast(view.address());
    }

    @Override
    Answer contract(StepView view) {
      return view.book().get(view.subnet()).held.containsKey(view.address())
          ? Answer.refused("AddressAlreadyAllocated")
          : Answer.value(view.address());
    }

    @Override
    void goOn(StepView view, StepRunner runner, Answer actual) {
      if (actual instanceof Answer.Value) {
        runner.release(view.subnet(), view.address());
      }
    }
  },

  /** An unknown subnet among the candidates. */
  UNKNOWN_CANDIDATE("group", "4.10", 0, 0, 0, 0, 7) {
    @Override
    boolean applies(StepView view) {
      return view.candidates().stream().anyMatch(id -> !view.book().has(id));
    }

    @Override
    Answer contract(StepView view) {
      return Answer.refused("SubnetNotFound");
    }

    @Override
    void goOn(StepView view, StepRunner runner, Answer actual) {
      if (view.succeeded()) {
        Json ok = view.recorded().get("ok");
        runner.take(ok.get("subnet").text(), IpAddress.parse(ok.get("address").text()));
      }
    }
  },

  /** An address asked for by name, which is of a later candidate or was refused by mistake. */
  BY_NAME_FROM_GROUP("group", "4.06 (B2, B14)", 0, 0, 0, 0, 17) {
    @Override
    boolean applies(StepView view) {
      return view.failedWith("AddressNotUsableInSubnet")
          && view.step().has("address")
          && home(view)
              .map(id -> !view.book().get(id).block.isNetworkOrBroadcast(view.address()))
              .orElse(false);
    }

    @Override
    Answer contract(StepView view) {
      String home = home(view).orElseThrow();
      return view.book().get(home).held.containsKey(view.address())
          ? Answer.refused("AddressAlreadyAllocated")
          : Answer.value(new StepRunner.FromGroup(home, view.address()));
    }

    @Override
    void goOn(StepView view, StepRunner runner, Answer actual) {
      if (actual instanceof Answer.Value) {
        runner.release(home(view).orElseThrow(), view.address());
      }
    }

    /** The first candidate that the address lies in. */
    private Optional<String> home(StepView view) {
      return view.candidates().stream()
          .filter(id -> view.book().get(id).block.contains(view.address()))
          .findFirst();
    }
  };

  private final String op;
  private final String rules;
  private final int address;
  private final int builtin;
  private final int then;
  private final int now;
  private final int group;

  /** The counts are those of the recordings in their order. */
  StepDeparture(String op, String rules, int address, int builtin, int then, int now, int group) {
    this.op = op;
    this.rules = rules;
    this.address = address;
    this.builtin = builtin;
    this.then = then;
    this.now = now;
    this.group = group;
  }

  /** Whether a step of the operation, after what came before it, is of this family. */
  abstract boolean applies(StepView view);

  /** The contract's answer, told from the record alone. */
  abstract Answer contract(StepView view);

  /** Brings the driver to where the record goes on. */
  void goOn(StepView view, StepRunner runner, Answer actual) {}

  String rules() {
    return rules;
  }

  /** How many steps of a recording it decides. */
  int count(Recording recording) {
    return switch (recording) {
      case ADDRESS -> address;
      case BUILTIN -> builtin;
      case THEN -> then;
      case NOW -> now;
      case GROUP -> group;
    };
  }

  static Optional<StepDeparture> of(StepView view) {
    for (StepDeparture departure : values()) {
      if ((departure.op.isEmpty() || view.is(departure.op)) && departure.applies(view)) {
        return Optional.of(departure);
      }
    }
    return Optional.empty();
  }

  private static boolean holds(List<AddressRange> pools, @Nullable IpAddress address) {
    return address != null && Book.isIn(pools, address);
  }
}
