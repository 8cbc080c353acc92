package dev.ipam.conformance.child;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.StoreUnderTest;
import dev.ipam.conformance.linear.Operation;
import dev.ipam.conformance.model.AddressStep;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.At;
import dev.ipam.conformance.model.Held;
import dev.ipam.conformance.model.LookUp;
import dev.ipam.conformance.model.Model;
import dev.ipam.conformance.model.NetDef;
import dev.ipam.conformance.model.PoolDef;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.model.SubnetStep;
import dev.ipam.conformance.model.Terms;
import dev.ipam.conformance.model.Wish;
import dev.ipam.conformance.steps.Executor;
import dev.ipam.conformance.steps.FromApi;
import dev.ipam.conformance.steps.ManualClock;
import dev.ipam.error.IpamException;
import dev.ipam.spi.IpamDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A store that is open in this process, where steps are taken one after the other. */
public final class Visit implements AutoCloseable {
  /** Who takes the steps, as reports name it. */
  public static final int VISITOR = -1;

  private final IpamDriver driver;
  private final Executor executor;
  private long now;

  private Visit(IpamDriver driver, long now) {
    this.driver = driver;
    this.executor = new Executor(driver);
    this.now = now;
  }

  /** A store that could not be opened. */
  public static final class NotOpened extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    private NotOpened(String message, Answer answer, Throwable cause) {
      super(message, cause);
      this.answer = answer;
    }

    /**
     * Returns what the driver answered.
     *
     * @return the error
     */
    public Answer answer() {
      return answer;
    }
  }

  /**
   * Opens a store.
   *
   * @param subject the driver under test
   * @param store the settings that name the store
   * @param create whether it is a new one
   * @param clock what its clock shows, in milliseconds
   * @param now the time of the history at which the visit begins
   * @return the visit
   * @throws NotOpened if it does not open
   */
  public static Visit open(
      DriverUnderTest subject, Map<String, String> store, boolean create, long clock, long now)
      throws NotOpened {
    ManualClock manual = new ManualClock();
    manual.advance(clock - ManualClock.START);
    try {
      return new Visit(StoreUnderTest.open(subject, store, create, manual, new Random(now)), now);
    } catch (IpamException e) {
      throw new NotOpened(e.code() + ": " + e.getMessage(), FromApi.error(e), e);
    } catch (RuntimeException e) {
      String what = "it threw " + e + ", which is no error of the contract";
      throw new NotOpened(what, new Answer.Broken(what), e);
    }
  }

  /**
   * Takes steps one after the other.
   *
   * @param steps the steps
   * @return the operations, with their answers
   */
  public List<Operation> take(List<Step> steps) {
    return steps.stream().map(this::take).toList();
  }

  private Operation take(Step step) {
    long invoked = ++now;
    Answer answer = executor.take(step);
    return Operation.of(VISITOR, step, invoked, ++now, answer);
  }

  /**
   * Looks at all that the driver can show.
   *
   * @param terms what the driver promises
   * @return the look-ups, with their answers
   */
  public List<Operation> lookAtAll(Terms terms) {
    List<Operation> looks = new ArrayList<>(List.of(take(new LookUp.Subnets())));
    for (NetDef net : Seen.of(looks).nets()) {
      looks.addAll(take(List.of(new LookUp.Allocations(net.id()), new LookUp.Usage(net.id()))));
    }
    if (terms.has("POOLS")) {
      Operation pools = take(new LookUp.Pools());
      looks.add(pools);
      for (PoolDef pool : Seen.of(List.of(pools)).pools()) {
        looks.add(take(new LookUp.PoolUsage(pool.id())));
      }
    }
    if (terms.has("OWNERS")) {
      Workload.OWNERS.forEach(owner -> looks.add(take(new LookUp.OfOwner(owner))));
    }
    return looks;
  }

  /**
   * Settles what was cut off as the retry table says, with its key, and takes an address of each
   * subnet: what the pass has left, what rests, and which token is next show in it. The last one is
   * given back, so that nothing that is held tells the highest token.
   *
   * @param cutOff what was cut off
   * @param seen what the store shows
   * @param name what the names of allocations begin with
   * @return the operations, with their answers
   */
  public List<Operation> settle(List<Operation> cutOff, Seen seen, String name) {
    List<Operation> taken = new ArrayList<>();
    for (Operation each : cutOff) {
      if (key(each.step()) != null) {
        taken.add(take(each.step()));
        taken.add(take(each.step()));
      }
    }
    int number = 0;
    for (NetDef net : seen.nets()) {
      taken.add(
          take(
              new AddressStep.Allocate(
                  List.of(net.id()), Wish.ANY, null, null, name + "-" + number++)));
    }
    List<Held> last = new ArrayList<>();
    for (Operation each : taken) {
      if (each.answer() instanceof Answer.Ok ok) {
        last.addAll(Model.held(ok));
      }
    }
    if (!last.isEmpty()) {
      Held held = last.get(last.size() - 1);
      taken.add(take(new AddressStep.Release(held.subnet(), At.of(held.address()), null, null)));
    }
    return taken;
  }

  private static @Nullable String key(Step step) {
    if (step instanceof AddressStep.Allocate one) {
      return one.key();
    }
    if (step instanceof AddressStep.Together together) {
      return together.key();
    }
    if (step instanceof AddressStep.Transfer transfer) {
      return transfer.key();
    }
    return step instanceof SubnetStep.Create create ? create.key() : null;
  }

  /** Closes the driver; if that fails, it is a matter of other rules than what was found out. */
  @Override
  public void close() {
    try {
      driver.close();
    } catch (RuntimeException | Error e) {
      // A driver that cannot be closed fails the test of rule 6.27.
    }
  }
}
