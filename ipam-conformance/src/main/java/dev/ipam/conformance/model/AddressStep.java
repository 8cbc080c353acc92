package dev.ipam.conformance.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Steps on addresses.
 *
 * @since 0.1
 */
public sealed interface AddressStep extends Step {
  /**
   * Allocates from the first candidate that can serve.
   *
   * @param subnets the candidates
   * @param wish which address
   * @param owner its owner, or {@code null}
   * @param key the idempotency key, or {@code null}
   * @param context a word that stands for the context, empty for none
   */
  record Allocate(
      List<String> subnets, Wish wish, @Nullable String owner, @Nullable String key, String context)
      implements AddressStep {
    /**
     * Copies the list.
     *
     * @param subnets the candidates
     * @param wish which address
     * @param owner its owner, or {@code null}
     * @param key the idempotency key, or {@code null}
     * @param context a word that stands for the context, empty for none
     */
    public Allocate {
      subnets = List.copyOf(subnets);
    }
  }

  /**
   * Allocates over several subnets, all or none.
   *
   * @param parts the requests, without keys
   * @param key the idempotency key, or {@code null}
   */
  record Together(List<Allocate> parts, @Nullable String key) implements AddressStep {
    /**
     * Copies the list.
     *
     * @param parts the requests, without keys
     * @param key the idempotency key, or {@code null}
     */
    public Together {
      parts = List.copyOf(parts);
    }
  }

  /**
   * Releases an address.
   *
   * @param subnet the subnet
   * @param at the address
   * @param owner the owner that it must have, or {@code null}
   * @param token the token that it must have, or {@code null}
   */
  record Release(String subnet, At at, @Nullable String owner, @Nullable TokenWish token)
      implements AddressStep {}

  /**
   * Releases all that an owner holds.
   *
   * @param owner the owner
   */
  record ReleaseOwner(String owner) implements AddressStep {}

  /**
   * Transfers an allocation.
   *
   * @param subnet the subnet
   * @param at the address
   * @param token its token
   * @param owner the new owner
   * @param key the idempotency key, or {@code null}
   */
  record Transfer(String subnet, At at, TokenWish token, String owner, @Nullable String key)
      implements AddressStep {}
}
