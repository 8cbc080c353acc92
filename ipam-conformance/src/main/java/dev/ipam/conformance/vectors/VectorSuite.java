package dev.ipam.conformance.vectors;

import dev.ipam.spi.IpamDriver;
import java.util.function.Supplier;

/**
 * Replays recorded outcomes.
 *
 * <p>A vendor's test calls {@link #replay(VectorOperation)} for every operation on values, {@link
 * #replay(VectorOperation, Supplier)} for every one that needs a driver, and asserts {@link
 * VectorReport#passed}. What a report holds is found from the resources alone, so that the same
 * driver gives the same report.
 *
 * @since 0.1
 */
public final class VectorSuite {
  private VectorSuite() {}

  /**
   * Replays the vectors of an operation on values.
   *
   * @param operation an operation of level {@link VectorOperation.Level#VALUE}
   * @return the report
   */
  public static VectorReport replay(VectorOperation operation) {
    return new ValueReplay(operation, valueOperation(operation)).run();
  }

  /**
   * Replays the vectors of an operation on a driver.
   *
   * @param operation an operation of level {@link VectorOperation.Level#DRIVER}
   * @param drivers opens the driver on an empty store; it is closed at the end. Subnet ids are
   *     unique to each vector
   * @return the report
   */
  public static VectorReport replay(
      VectorOperation operation, Supplier<? extends IpamDriver> drivers) {
    try (IpamDriver driver = drivers.get()) {
      return operation == VectorOperation.SUBNET_POOL_SEQUENCE
          ? new PoolReplay(operation, driver).run()
          : new SequenceReplay(operation, driver).run();
    }
  }

  private static ValueOperation valueOperation(VectorOperation operation) {
    return switch (operation) {
      case ADDRESS_USABLE -> AddressChecks.usable();
      case GATEWAY_REFUSED -> AddressChecks.gatewayRefused();
      case ADDRESS_DERIVE -> Derivations.derive();
      case ADDRESS_REQUEST_EXACT -> Derivations.exact();
      case ADDRESS_REQUEST_CHOOSE -> Choices.addressRequest();
      case SUBNET_REQUEST_CHOOSE -> Choices.subnetRequest();
      case POOLS_GENERATE -> GeneratedPools.generate();
      case SUBNET_REQUEST_SPECIFIC -> SubnetRequests.specific();
      case SUBNET_REQUEST_ANY -> SubnetRequests.any();
      case POOLS_PLAN -> SubnetRequests.plan();
      case SUBNET_POOL_DEFINE -> PoolDefinitions.define();
      default -> throw new IllegalArgumentException(operation + " is not on values alone");
    };
  }
}
