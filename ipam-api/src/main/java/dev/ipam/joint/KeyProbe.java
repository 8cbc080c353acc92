package dev.ipam.joint;

import dev.ipam.error.IdempotencyConflictException;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Asks whether an idempotency key is bound, without binding it and without changing anything.
 *
 * <p>There is no such question in the SPI, but every driver with {@link Capability#KEYS} answers
 * it: a key is looked up before the subnet is, another request under a bound key is refused, and a
 * request that fails binds none. So a subnet that cannot exist is asked for an address under it.
 *
 * @ipam.rule 3.45 3.47 3.48
 * @since 0.1
 */
public final class KeyProbe {
  private KeyProbe() {}

  /**
   * Says whether a key is bound.
   *
   * @param driver a driver with {@link Capability#KEYS}
   * @param key the key
   * @return whether something is held under it
   * @throws dev.ipam.error.IpamException if the store cannot be asked
   */
  public static boolean isBound(IpamDriver driver, String key) {
    return isBound(driver::allocate, key);
  }

  /**
   * The same of whoever has a driver, and may go on with another one meanwhile.
   *
   * @param allocate allocates
   * @param key the key
   * @return whether something is held under it
   * @throws dev.ipam.error.IpamException if the store cannot be asked
   */
  public static boolean isBound(Consumer<AllocationRequest> allocate, String key) {
    AllocationRequest unservable = AllocationRequest.any("probe/" + UUID.randomUUID());
    try {
      allocate.accept(unservable.withKey(key));
      return true;
    } catch (SubnetNotFoundException e) {
      return false;
    } catch (IdempotencyConflictException e) {
      return true;
    }
  }

  /**
   * Says whether the key of a joint request is bound, so that asking again takes nothing new.
   *
   * @param capabilities what the driver can do, {@link Capability#KEYS} among it
   * @param allocate allocates
   * @param request a request with a key
   * @return whether something is held under it
   * @throws dev.ipam.error.IpamException if the store cannot be asked
   */
  public static boolean isBound(
      Set<Capability> capabilities, Consumer<AllocationRequest> allocate, JointRequest request) {
    String key = request.key();
    if (key == null) {
      return false;
    }
    return isBound(allocate, key)
        || (!capabilities.contains(Capability.ALL_OR_NONE)
            && isBound(allocate, PartKeys.of(PartKeys.id(key), 0)));
  }
}
