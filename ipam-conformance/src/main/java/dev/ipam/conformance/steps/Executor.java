package dev.ipam.conformance.steps;

import dev.ipam.conformance.model.AddressStep;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.LookUp;
import dev.ipam.conformance.model.PoolStep;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.model.SubnetStep;
import dev.ipam.error.IpamException;
import dev.ipam.spi.AddressLookup;
import dev.ipam.spi.AddressScopes;
import dev.ipam.spi.AllocationTransfer;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.JointAllocation;
import dev.ipam.spi.OwnerLookup;
import dev.ipam.spi.SubnetPools;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes steps on an opened driver, through the SPI alone.
 *
 * <p>Safe for use by any number of threads.
 *
 * @since 0.1
 */
public final class Executor {
  /** More than any test puts into a store: a stream that is longer never ends. */
  private static final long MOST = 3_000_000;

  private final IpamDriver driver;

  /**
   * Makes an executor.
   *
   * @param driver the opened driver
   */
  public Executor(IpamDriver driver) {
    this.driver = driver;
  }

  /** The driver has no extension for a capability; it counts as a refusal. */
  private static final class Absent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Capability capability;

    private Absent(Capability capability) {
      super(capability.name(), null, false, false);
      this.capability = capability;
    }
  }

  /**
   * Takes a step.
   *
   * @param step the step, resolved, which concerns the driver
   * @return what the driver answered
   */
  public Answer take(Step step) {
    try {
      Object value = value(step);
      return value == null
          ? new Answer.Broken("the driver returned null, which no operation does")
          : new Answer.Ok(value);
    } catch (IpamException e) {
      return FromApi.error(e);
    } catch (Absent e) {
      return absent(e.capability);
    } catch (RuntimeException | AssertionError e) {
      return new Answer.Broken(
          "the driver threw "
              + e
              + " at "
              + (e.getStackTrace().length == 0 ? "an unknown place" : e.getStackTrace()[0])
              + ", which is no error of the contract");
    }
  }

  private Answer absent(Capability capability) {
    if (driver.capabilities().contains(capability)) {
      return new Answer.Broken(
          "the driver declares " + capability + ", but has no extension for it");
    }
    return FromApi.error(capability.missing());
  }

  private @Nullable Object value(Step step) {
    if (step instanceof SubnetStep subnet) {
      return subnet(subnet);
    }
    if (step instanceof AddressStep address) {
      return address(address);
    }
    if (step instanceof PoolStep pool) {
      return pool(pool);
    }
    if (step instanceof LookUp look) {
      return look(look);
    }
    throw new IllegalArgumentException("it does not concern the driver: " + step);
  }

  private @Nullable Object subnet(SubnetStep step) {
    if (step instanceof SubnetStep.Create create) {
      return FromApi.subnet(driver.createSubnet(ToApi.create(create)));
    }
    if (step instanceof SubnetStep.Update update) {
      return FromApi.subnet(driver.updateSubnet(ToApi.update(update)));
    }
    SubnetStep.Remove remove = (SubnetStep.Remove) step;
    return driver.removeSubnet(remove.id(), remove.force());
  }

  private @Nullable Object address(AddressStep step) {
    if (step instanceof AddressStep.Allocate allocate) {
      return FromApi.allocations(driver.allocate(ToApi.allocate(allocate)));
    }
    if (step instanceof AddressStep.Together together) {
      return part(JointAllocation.class, Capability.ALL_OR_NONE)
          .allocateTogether(ToApi.together(together))
          .stream()
          .map(FromApi::allocations)
          .toList();
    }
    if (step instanceof AddressStep.Release release) {
      return orNothing(driver.release(ToApi.release(release)).map(FromApi::allocation));
    }
    if (step instanceof AddressStep.ReleaseOwner all) {
      return FromApi.allocations(
          part(OwnerLookup.class, Capability.OWNERS).releaseOwner(all.owner()));
    }
    AddressStep.Transfer transfer = (AddressStep.Transfer) step;
    return List.of(
        FromApi.allocation(
            part(AllocationTransfer.class, Capability.TRANSFER)
                .transfer(ToApi.transfer(transfer))));
  }

  private Object pool(PoolStep step) {
    if (step instanceof PoolStep.Create create) {
      return FromApi.pool(pools().createPool(ToApi.create(create)));
    }
    if (step instanceof PoolStep.Update update) {
      return FromApi.pool(pools().updatePool(ToApi.update(update)));
    }
    if (step instanceof PoolStep.Remove remove) {
      pools().removePool(remove.id());
      return "nothing";
    }
    if (step instanceof PoolStep.CreateScope create) {
      return FromApi.scope(scopes().createScope(ToApi.create(create)));
    }
    scopes().removeScope(((PoolStep.RemoveScope) step).id());
    return "nothing";
  }

  private Object look(LookUp step) {
    if (step instanceof LookUp.Subnet look) {
      return FromApi.subnet(driver.subnet(look.id()));
    }
    if (step instanceof LookUp.Subnets) {
      return list(driver.subnets(), FromApi::subnet);
    }
    if (step instanceof LookUp.Find find) {
      return orNothing(
          driver.find(find.subnet(), ToApi.address(find.at().known())).map(FromApi::allocation));
    }
    if (step instanceof LookUp.Allocations all) {
      return list(driver.allocations(all.subnet()), FromApi::allocation);
    }
    if (step instanceof LookUp.Usage look) {
      return FromApi.usage(driver.usage(look.subnet()));
    }
    if (step instanceof LookUp.OfOwner owner) {
      return list(
          part(OwnerLookup.class, Capability.OWNERS).allocationsOf(owner.owner()),
          FromApi::allocation);
    }
    if (step instanceof LookUp.Holders holders) {
      return list(
          part(AddressLookup.class, Capability.ADDRESS_LOOKUP)
              .holders(ToApi.address(holders.address())),
          FromApi::allocation);
    }
    if (step instanceof LookUp.Pool look) {
      return FromApi.pool(pools().pool(look.id()));
    }
    if (step instanceof LookUp.Pools) {
      return list(pools().pools(), FromApi::pool);
    }
    if (step instanceof LookUp.PoolUsage look) {
      return FromApi.poolUsage(pools().poolUsage(look.id()));
    }
    if (step instanceof LookUp.Scope look) {
      return FromApi.scope(scopes().scope(look.id()));
    }
    return list(scopes().scopes(), FromApi::scope);
  }

  private SubnetPools pools() {
    return part(SubnetPools.class, Capability.POOLS);
  }

  private AddressScopes scopes() {
    return part(AddressScopes.class, Capability.SCOPES);
  }

  private <T> T part(Class<T> type, Capability capability) {
    return driver.extension(type).orElseThrow(() -> new Absent(capability));
  }

  private static Object orNothing(Optional<? extends Object> found) {
    return found.isPresent() ? found.get() : "nothing";
  }

  private static <T, R> List<R> list(Stream<T> stream, Function<T, R> words) {
    try (stream) {
      return stream.limit(MOST).map(words).toList();
    }
  }
}
