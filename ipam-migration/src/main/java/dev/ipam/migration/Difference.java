package dev.ipam.migration;

import dev.ipam.migration.RecordCursor.Place;
import dev.ipam.net.IpAddress;
import dev.ipam.snapshot.SnapshotRecord;
import org.jspecify.annotations.Nullable;

/**
 * One thing in which two stores differ.
 *
 * @param subject what it is: {@code subnet "a"}, {@code 10.0.0.5 of subnet "a"}, {@code key "k"}
 * @param subnetId the subnet that it is of, or {@code null}
 * @param address the address that it is of, or {@code null}
 * @param left what the one store has there, or {@code null} for nothing
 * @param right what the other store has there, or {@code null} for nothing
 * @since 0.1
 */
public record Difference(
    String subject,
    @Nullable String subnetId,
    @Nullable IpAddress address,
    @Nullable String left,
    @Nullable String right) {
  static Difference of(Place place, @Nullable SnapshotRecord left, @Nullable SnapshotRecord right) {
    return new Difference(
        subject(place),
        place.stage() == RecordCursor.SUBNETS ? place.id() : null,
        place.address(),
        left == null ? null : left.toString(),
        right == null ? null : right.toString());
  }

  private static String subject(Place place) {
    String quoted = '"' + place.id() + '"';
    return switch (place.stage()) {
      case 0 -> "the token mark";
      case 1 -> "address scope " + quoted;
      case 2 -> "subnet pool " + quoted;
      case RecordCursor.SUBNETS ->
          switch (place.part()) {
            case RecordCursor.DEFINITION -> "subnet " + quoted;
            case RecordCursor.PASS -> "the pass of subnet " + quoted;
            case RecordCursor.SPENT -> "what is spent in subnet " + quoted;
            default -> place.address() + " of subnet " + quoted;
          };
      default -> "key " + quoted;
    };
  }

  /**
   * Returns one sentence for a person.
   *
   * @return the sentence, without its end
   */
  public String sentence() {
    return subject
        + ": "
        + (left == null ? "nothing" : left)
        + " here, "
        + (right == null ? "nothing" : right)
        + " there";
  }
}
