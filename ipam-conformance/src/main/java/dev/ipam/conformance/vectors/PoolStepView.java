package dev.ipam.conformance.vectors;

import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import org.jspecify.annotations.Nullable;

/**
 * A step on a subnet pool, with what the record says about it and about everything before.
 *
 * @param pool the definition of the pool
 * @param step the step
 * @param recorded its recorded outcome
 * @param book what the record has before the step
 */
record PoolStepView(Json pool, Json step, Json recorded, PoolBook book) {
  /** A subnet as an answer. */
  record Granted(Cidr cidr, @Nullable IpAddress gateway, Object pools) {}

  boolean isAny() {
    return step.get("op").text().equals("any");
  }

  boolean isRelease() {
    return step.get("op").text().equals("release");
  }

  String project() {
    String owner = step.textOrNull("owner");
    return owner == null ? PoolBook.OWNER : owner;
  }

  int length() {
    return isAny()
        ? step.get("prefixlen").integer()
        : Cidr.parse(step.get("cidr").text()).prefixLength();
  }

  boolean isWithinBounds() {
    int minimum =
        pool.hasValue("min_prefixlen")
            ? pool.get("min_prefixlen").integer()
            : book.family() == IpFamily.IPV4 ? 8 : 64;
    int maximum =
        pool.hasValue("max_prefixlen") ? pool.get("max_prefixlen").integer() : book.family().bits();
    return minimum <= length() && length() <= maximum;
  }

  @Nullable IpAddress gateway() {
    return SubnetFacts.address(step, "gateway");
  }

  boolean hasGatewayOfOtherFamily() {
    IpAddress gateway = gateway();
    return gateway != null && gateway.family() != book.family();
  }

  boolean succeeded() {
    return recorded.has("ok");
  }

  boolean failedWith(String error) {
    return recorded.has("error") && recorded.get("error").text().equals(error);
  }

  /** The recorded outcome in our terms. */
  Answer recordedAnswer() {
    if (!succeeded()) {
      return new Answer.Refused(ErrorNames.ours(recorded.get("error").text()));
    }
    if (isRelease()) {
      return Answer.value(null);
    }
    Json ok = recorded.get("ok");
    Cidr cidr = Cidr.parse(ok.get("cidr").text());
    IpAddress gateway = SubnetFacts.address(ok, "gateway");
    // A request for one CIDR was recorded before its pools were generated.
    return ok.hasValue("pools")
        ? Answer.value(new Granted(cidr, gateway, SubnetFacts.pools(ok.get("pools"))))
        : Answer.value(granted(cidr, gateway));
  }

  /** A subnet without given pools, its pools from numbers. */
  Granted granted(Cidr cidr, @Nullable IpAddress gateway) {
    return new Granted(cidr, gateway, GeneratedPools.expected(Block.of(cidr.toString()), gateway));
  }
}
