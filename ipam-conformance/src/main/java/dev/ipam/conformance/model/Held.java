package dev.ipam.conformance.model;

import org.jspecify.annotations.Nullable;

/**
 * An allocation as the model sees it.
 *
 * @param subnet the subnet
 * @param address the address
 * @param owner its owner, or {@code null}
 * @param at when it was allocated, in milliseconds since 1970
 * @param kind the kind of request
 * @param token its token; 0 where nobody ever saw it
 * @param key the key that it is held under, or {@code null}
 * @param context the word that stands for its context
 * @since 0.1
 */
public record Held(
    String subnet,
    Addr address,
    @Nullable String owner,
    long at,
    String kind,
    long token,
    @Nullable String key,
    String context) {
  @Override
  public String toString() {
    return address
        + " in "
        + subnet
        + " (token "
        + token
        + ", "
        + kind
        + (owner == null ? "" : ", owner " + owner)
        + (key == null ? "" : ", key " + key)
        + (context.isEmpty() ? "" : ", context " + context)
        + ", at "
        + at
        + ")";
  }
}
