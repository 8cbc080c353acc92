package dev.ipam.conformance.vectors;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of a sequence, with what the record says about it and about everything before.
 *
 * @param recording whose outcomes they are
 * @param step the step
 * @param recorded its recorded outcome
 * @param book the subnets as the record has them before the step
 */
record StepView(Recording recording, Json step, Json recorded, Book book) {
  String op() {
    return step.get("op").text();
  }

  boolean is(String op) {
    return op().equals(op);
  }

  String subnet() {
    return step.get("subnet").text();
  }

  Book.@Nullable Entry entry() {
    return step.hasValue("subnet") ? book.find(subnet()) : null;
  }

  boolean succeeded() {
    return recorded.has("ok");
  }

  boolean failedWith(String error) {
    return recorded.has("error") && recorded.get("error").text().equals(error);
  }

  IpAddress address() {
    return IpAddress.parse(step.get("address").text());
  }

  /** The subnets of a group in their order. */
  List<String> candidates() {
    return step.get("subnets").items().stream().map(Json::text).toList();
  }

  /** The pools that the step gives, none where it gives none. */
  List<AddressRange> pools() {
    return step.hasValue("pools") ? SubnetFacts.pools(step.get("pools")) : List.of();
  }
}
