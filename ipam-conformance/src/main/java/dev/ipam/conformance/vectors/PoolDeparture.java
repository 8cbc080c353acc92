package dev.ipam.conformance.vectors;

import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The families of steps on a subnet pool for which the contract's answer is not the recorded one,
 * told from the step and from what the record holds before it. The first that applies decides.
 */
enum PoolDeparture {
  /** A gateway of the other family. */
  GATEWAY_OF_OTHER_FAMILY("2.11, 5.15 (B9, B22)", 2) {
    @Override
    boolean applies(PoolStepView view) {
      return view.isWithinBounds() && view.hasGatewayOfOtherFamily();
    }

    @Override
    Answer contract(PoolStepView view) {
      return Answer.refused(view.isAny() ? "InvalidSubnetRequest" : "FamilyMismatch");
    }
  },

  /** A request that names the other family. */
  OTHER_FAMILY("5.19 (B10)", 2) {
    @Override
    boolean applies(PoolStepView view) {
      return view.isWithinBounds()
          && view.step().hasValue("version")
          && view.step().get("version").integer() != view.book().family().version()
          && view.length() <= IpFamily.ofVersion(view.step().get("version").integer()).bits();
    }

    @Override
    Answer contract(PoolStepView view) {
      return Answer.refused("InvalidSubnetRequest");
    }
  },

  /** A gateway inside pools that are given at creation: the recorded layer above refused it. */
  GATEWAY_IN_POOLS("2.13", 1) {
    @Override
    boolean applies(PoolStepView view) {
      IpAddress gateway = view.gateway();
      return view.succeeded()
          && gateway != null
          && view.step().hasValue("pools")
          && Book.isIn(SubnetFacts.pools(view.step().get("pools")), gateway);
    }

    @Override
    Answer contract(PoolStepView view) {
      return Answer.refused("GatewayInPool");
    }
  },

  /** The quota of whoever asks: the recorded system counts the pool owner's subnets. */
  QUOTA_OF_REQUESTER("5.21 (B7)", 12) {
    @Override
    boolean applies(PoolStepView view) {
      return differsInQuota(view)
          && !(view.book().isAllOfOwner() && view.project().equals(PoolBook.OWNER));
    }

    @Override
    Answer contract(PoolStepView view) {
      return byQuota(view);
    }
  },

  /** A quota that is counted exactly. */
  QUOTA_COUNTED_EXACTLY("5.22 (B24)", 2) {
    @Override
    boolean applies(PoolStepView view) {
      return differsInQuota(view);
    }

    @Override
    Answer contract(PoolStepView view) {
      return byQuota(view);
    }
  },

  /** The automatic gateway of a /31, of which both addresses are hosts. */
  AUTOMATIC_GATEWAY_OF_A_31("2.07 (B2)", 5) {
    @Override
    boolean applies(PoolStepView view) {
      return view.isAny()
          && view.gateway() == null
          && view.book().family() == IpFamily.IPV4
          && view.length() == 31
          && view.failedWith("GatewayNotUsable");
    }

    @Override
    Answer contract(PoolStepView view) {
      return bySpace(view);
    }
  },

  /** A block of one address, whose automatic gateway would be somebody else's address. */
  NO_GATEWAY_OF_ONE_ADDRESS("2.07 (B19)", 7) {
    @Override
    boolean applies(PoolStepView view) {
      return view.isAny()
          && view.gateway() == null
          && view.length() == view.book().family().bits()
          && view.succeeded();
    }

    @Override
    Answer contract(PoolStepView view) {
      return bySpace(view);
    }
  };

  private final String rules;
  private final int count;

  PoolDeparture(String rules, int count) {
    this.rules = rules;
    this.count = count;
  }

  static Optional<PoolDeparture> of(PoolStepView view) {
    if (!view.isRelease()) {
      for (PoolDeparture departure : values()) {
        if (departure.applies(view)) {
          return Optional.of(departure);
        }
      }
    }
    return Optional.empty();
  }

  abstract boolean applies(PoolStepView view);

  /** The contract's answer, told from the step and the book. */
  abstract Answer contract(PoolStepView view);

  String rules() {
    return rules;
  }

  /** How many steps it decides. */
  int count() {
    return count;
  }

  private static boolean differsInQuota(PoolStepView view) {
    return view.isWithinBounds()
        && view.book().isInQuota(view.project(), view.length())
            != view.book().isInRecordedQuota(view.length());
  }

  private static Answer byQuota(PoolStepView view) {
    return view.book().isInQuota(view.project(), view.length())
        ? bySpace(view)
        : Answer.refused("QuotaExceeded");
  }

  private static Answer bySpace(PoolStepView view) {
    if (!view.isAny()) {
      Cidr cidr = Cidr.parse(view.step().get("cidr").text());
      return view.book().free().hold(cidr)
          ? Answer.value(view.granted(cidr, view.gateway()))
          : Answer.refused("RequestedPrefixUnavailable");
    }
    return view.book()
        .free()
        .lowestFit(view.length())
        .map(cidr -> Answer.value(view.granted(cidr, gateway(view, cidr))))
        .orElse(Answer.refused("NoPrefixAvailable"));
  }

  /** The gateway that is given, or the first address that a host can have. */
  private static @Nullable IpAddress gateway(PoolStepView view, Cidr cidr) {
    if (view.gateway() != null || cidr.prefixLength() == cidr.family().bits()) {
      return view.gateway();
    }
    boolean firstIsHost = cidr.family() == IpFamily.IPV4 && cidr.prefixLength() == 31;
    return firstIsHost ? cidr.first() : cidr.first().plus(1);
  }
}
