package dev.ipam.builtin.store;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Tells rows of subnets that exist from those that a removed one left; remembers the last answer.
 */
final class LiveNumbers {
  private final ReadView view;
  private final RowDecoder decoder;
  private @Nullable String lastId;
  private @Nullable Long lastNumber;

  LiveNumbers(ReadView view, RowDecoder decoder) {
    this.view = view;
    this.decoder = decoder;
  }

  boolean contains(String subnetId, long number) {
    if (!subnetId.equals(lastId)) {
      byte[] row = view.get(Family.SUBNETS, subnetId.getBytes(StandardCharsets.UTF_8));
      lastNumber = row == null ? null : decoder.subnet(subnetId, row).number();
      lastId = subnetId;
    }
    return lastNumber != null && lastNumber == number;
  }
}
