package dev.ipam.conformance.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a driver may lose track of. */
public final class Slips {
  private Slips() {}

  /** Returns a changed copy of a state. */
  public static World changed(World world, Consumer<World> change) {
    World copy = world.copy();
    change.accept(copy);
    return copy;
  }

  private interface After extends Slip {
    @Override
    void after(World before, Step step, Answer answer, World world);
  }

  private static Slip after(After slip) {
    return slip;
  }

  private static boolean ok(Answer answer) {
    return answer instanceof Answer.Ok;
  }

  private static @Nullable Net released(Step step, World world) {
    return step instanceof AddressStep.Release release && world.nets.containsKey(release.subnet())
        ? world.edit(release.subnet())
        : null;
  }

  /** A release makes the next search begin anew at the bottom. */
  public static Slip searchRestartsAtRelease() {
    return after(
        (before, step, answer, world) -> {
          Net net = released(step, world);
          if (net != null) {
            net.position = null;
          }
        });
  }

  /** What is released during a pass is not remembered. */
  public static Slip spentIsForgotten() {
    return after(
        (before, step, answer, world) -> {
          Net net = released(step, world);
          if (net != null) {
            net.spent.clear();
          }
        });
  }

  /** At the end of the first pool a pass ends. */
  public static Slip passEndsWithThePool() {
    return after(
        (before, step, answer, world) -> {
          for (NetDef def : world.subnets()) {
            Addr position = world.net(def.id()).position;
            if (def.pools().size() > 1 && def.pools().get(0).last().equals(position)) {
              world.edit(def.id()).position = null;
            }
          }
        });
  }

  /** The position is the last address handed out, whatever had been asked for. */
  public static Slip everyKindMovesThePosition() {
    return after(
        (before, step, answer, world) -> {
          for (Held held : Model.held(answer)) {
            Net net = world.nets.get(held.subnet());
            if (step instanceof AddressStep.Allocate && net.inPools(held.address())) {
              world.edit(held.subnet()).position = held.address();
            }
          }
        });
  }

  /** However much is spent, no new pass begins by that. */
  public static Slip spentWithoutBound() {
    return after(
        (before, step, answer, world) -> {
          Net net = released(step, world);
          if (net != null && step instanceof AddressStep.Release release) {
            Net old = before.net(release.subnet());
            if (net.spent.isEmpty() && old.spent.size() >= Passes.MOST_SPENT - 1) {
              net.position = old.position;
              net.spent.addAll(old.spent);
              net.spent.add(release.at().known());
            }
          }
        });
  }

  /** A request that fails begins a new pass in all its candidates. */
  public static Slip failureStartsAPass() {
    return after(
        (before, step, answer, world) -> {
          if (!ok(answer) && step instanceof AddressStep.Allocate allocate) {
            allocate.subnets().stream()
                .filter(world.nets::containsKey)
                .forEach(id -> Passes.start(world.edit(id), world.highest));
          }
        });
  }

  /** A candidate that was tried before another one served begins a new pass. */
  public static Slip triedCandidatesStartAPass() {
    return after(
        (before, step, answer, world) -> {
          if (ok(answer) && step instanceof AddressStep.Allocate allocate) {
            String served = Model.held(answer).get(0).subnet();
            allocate.subnets().stream()
                .filter(id -> !id.equals(served))
                .forEach(id -> Passes.start(world.edit(id), world.highest));
          }
        });
  }

  /** Every Bulk begins a new pass. */
  public static Slip bulkStartsAPass() {
    return new Slip() {
      @Override
      public void before(World world, Step step) {
        if (step instanceof AddressStep.Allocate allocate && allocate.wish().count() > 1) {
          allocate.subnets().stream()
              .filter(world.nets::containsKey)
              .forEach(id -> Passes.start(world.edit(id), world.highest));
        }
      }
    };
  }

  /** There is one position for all subnets. */
  public static Slip onePositionForAll() {
    return after(
        (before, step, answer, world) -> {
          if (!ok(answer) || !(step instanceof AddressStep.Allocate)) {
            return;
          }
          for (Held held : Model.held(answer)) {
            Addr position = world.net(held.subnet()).position;
            for (NetDef def : world.subnets()) {
              if (position != null && world.net(def.id()).inPools(position)) {
                world.edit(def.id()).position = position;
              }
            }
          }
        });
  }

  /** An update leaves the pass as it was. */
  public static Slip updateKeepsThePass() {
    return after(
        (before, step, answer, world) -> {
          if (ok(answer) && step instanceof SubnetStep.Update update) {
            Net old = before.net(update.id());
            world.edit(update.id()).position = old.position;
            world.edit(update.id()).spent.addAll(old.spent);
          }
        });
  }

  /** Any update begins a new pass. */
  public static Slip updateStartsAPass() {
    return after(
        (before, step, answer, world) -> {
          if (ok(answer) && step instanceof SubnetStep.Update update) {
            Passes.start(world.edit(update.id()), world.highest);
          }
        });
  }

  /** A subnet created anew goes on where the old one of its id was. */
  public static Slip passOutlivesTheSubnet() {
    return new Slip() {
      private final Map<String, Addr> last = new HashMap<>();

      @Override
      public void after(World before, Step step, Answer answer, World world) {
        if (ok(answer) && step instanceof SubnetStep.Remove remove) {
          Addr position = before.net(remove.id()).position;
          if (position != null) {
            last.put(remove.id(), position);
          }
        } else if (ok(answer) && step instanceof SubnetStep.Create create) {
          Addr position = last.remove(create.id());
          if (position != null && world.net(create.id()).inPools(position)) {
            world.edit(create.id()).position = position;
          }
        }
      }
    };
  }

  /** Each subnet counts its own tokens. */
  public static Slip tokensBySubnet() {
    return new Slip() {
      @Override
      public void before(World world, Step step) {
        if (step instanceof AddressStep.Allocate allocate) {
          world.mark =
              world.held(allocate.subnets().get(0)).stream().mapToLong(Held::token).max().orElse(0);
        }
      }
    };
  }

  /** The first token is not 1. */
  public static Slip tokensBeginAt1000() {
    return new Slip() {
      @Override
      public void before(World world, Step step) {
        if (step instanceof AddressStep && world.mark == 0) {
          world.mark = 999;
        }
      }
    };
  }

  /** The token mark is the highest token still held. */
  public static Slip markIsWhatIsHeld() {
    return after(
        (before, step, answer, world) -> {
          if (released(step, world) != null || step instanceof SubnetStep.Remove) {
            world.mark =
                world.nets.values().stream()
                    .flatMap(net -> net.held.values().stream())
                    .mapToLong(Held::token)
                    .max()
                    .orElse(0);
          }
        });
  }

  /** Keys are forgotten as soon as something is allocated. */
  public static Slip keysAreForgotten() {
    return after((before, step, answer, world) -> world.keys.clear());
  }

  /** What rests at the beginning of a pass, or until its end, joins it when the rest ends. */
  public static Slip restsJoinThePass() {
    return after(
        (before, step, answer, world) -> {
          for (NetDef def : world.subnets()) {
            Net net = world.edit(def.id());
            net.waiting.clear();
            net.spent.removeAll(net.rests.keySet());
          }
        });
  }

  /** PreferNext does not look at what rests. */
  public static Slip preferNextIgnoresRests() {
    return new Slip() {
      @Override
      public void before(World world, Step step) {
        if (step instanceof AddressStep.Allocate allocate && allocate.wish().is("PREFER_NEXT")) {
          Set.copyOf(world.nets.keySet()).forEach(id -> world.edit(id).rests.clear());
        }
      }
    };
  }

  /** Time goes back whenever the clock does. */
  public static Slip timeGoesBack() {
    return new Slip() {
      @Override
      public void before(World world, Step step) {
        world.highest = Long.MIN_VALUE;
        Set.copyOf(world.nets.keySet()).forEach(id -> world.edit(id).floor = Long.MIN_VALUE);
      }
    };
  }

  /** A transfer leaves the token, the key, or both as they were. */
  public static Slip transferKeeps(boolean token) {
    return after(
        (before, step, answer, world) -> {
          if (ok(answer) && step instanceof AddressStep.Transfer transfer) {
            Addr address = transfer.at().known();
            Held old = before.net(transfer.subnet()).held.get(address);
            Held now = world.net(transfer.subnet()).held.get(address);
            world
                .edit(transfer.subnet())
                .held
                .put(
                    address,
                    new Held(
                        now.subnet(),
                        address,
                        now.owner(),
                        now.at(),
                        now.kind(),
                        token ? old.token() : now.token(),
                        token ? now.key() : old.key(),
                        now.context()));
          }
        });
  }
}
