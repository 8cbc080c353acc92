package dev.ipam.builtin.store;

import dev.ipam.request.Subnet;
import org.jspecify.annotations.Nullable;

/**
 * A subnet as its row holds it.
 *
 * @param number names this subnet's rows in the other tables; never used again, so that the rows of
 *     a removed subnet are known as such by it
 * @param subnet the subnet
 * @param key the idempotency key that it was created under, or {@code null}
 */
public record StoredSubnet(long number, Subnet subnet, @Nullable String key) {
  /**
   * Returns this with the subnet in another state.
   *
   * @param state the new state
   * @return the new row
   */
  public StoredSubnet with(Subnet state) {
    return new StoredSubnet(number, state, key);
  }

  /**
   * Returns the subnet's id.
   *
   * @return the id
   */
  public String id() {
    return subnet.id();
  }
}
