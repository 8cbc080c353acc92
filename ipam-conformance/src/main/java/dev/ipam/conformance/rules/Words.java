package dev.ipam.conformance.rules;

import dev.ipam.error.IpamException;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.AnySubnetRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.JointRequest;
import dev.ipam.request.PoolsChoice;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetSettings;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.TransferRequest;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.BaseStream;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says requests and answers in a few words. */
final class Words {
  private static final int SHOWN = 8;
  private static final int LONGEST = 400;

  private Words() {}

  static String of(@Nullable Object value) {
    String text = whole(value);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  /** Where two long lists part, since only their beginnings are shown; nothing for other values. */
  static String firstDifference(@Nullable Object expected, @Nullable Object actual) {
    if (!(expected instanceof List<?> right) || !(actual instanceof List<?> wrong)) {
      return "";
    }
    int at = 0;
    while (at < right.size() && at < wrong.size() && right.get(at).equals(wrong.get(at))) {
      at++;
    }
    return "; they part at number %d: expected %s, observed %s"
        .formatted(at + 1, element(right, at), element(wrong, at));
  }

  private static String element(List<?> all, int at) {
    return at < all.size() ? of(all.get(at)) : "the end";
  }

  private static String whole(@Nullable Object value) {
    if (value == null) {
      return "nothing";
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(Words::of).orElse("nothing");
    }
    if (value instanceof Collection<?> all) {
      return all.stream().limit(SHOWN).map(Words::of).collect(Collectors.joining(", ", "[", ""))
          + (all.size() > SHOWN ? ", … (" + all.size() + " in all)]" : "]");
    }
    if (value instanceof BaseStream<?, ?>) {
      return "a stream";
    }
    if (value instanceof IpamException error) {
      return error.code() + ": " + error.getMessage();
    }
    if (value instanceof Allocation allocation) {
      return allocation(allocation);
    }
    if (value instanceof Subnet subnet) {
      return subnet(subnet);
    }
    return value instanceof Record ? request(value) : value.toString();
  }

  private static String request(Object value) {
    if (value instanceof AllocationRequest request) {
      return allocate(request);
    }
    if (value instanceof JointRequest request) {
      return request.parts().stream().map(Words::of).collect(Collectors.joining(" and "))
          + key(request.key());
    }
    if (value instanceof SubnetRequest request) {
      return create(request);
    }
    if (value instanceof SubnetUpdate update) {
      return update.subnetId()
          + (update.gateway() == null ? "" : " gateway " + gateway(update.gateway()))
          + (update.pools() == null ? "" : " pools " + pools(update.pools()));
    }
    if (value instanceof ReleaseRequest request) {
      return request.address()
          + " of "
          + request.subnetId()
          + owner(request.owner())
          + (request.token() == null ? "" : " with token " + request.token());
    }
    if (value instanceof TransferRequest request) {
      return "%s of %s with token %d to %s"
              .formatted(request.address(), request.subnetId(), request.token(), request.newOwner())
          + key(request.key());
    }
    // A record with words of its own begins otherwise than Java makes it.
    return value.toString().startsWith(value.getClass().getSimpleName() + "[")
        ? components((Record) value)
        : value.toString();
  }

  /** The components that say something, each by its name but for the first. */
  private static String components(Record value) {
    StringBuilder text = new StringBuilder();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Object part;
      try {
        part = component.getAccessor().invoke(value);
      } catch (ReflectiveOperationException e) {
        // A record of the driver's own, which nobody else may read.
        return value.toString();
      }
      if (part == null
          || part.equals(false)
          || (component.getName().equals("project")
              && part.equals(SubnetRequest.DEFAULT_PROJECT))) {
        continue;
      }
      String name = component.getName().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
      text.append(text.isEmpty() ? "" : " " + name + " ");
      text.append(part.equals(true) ? "" : of(part));
    }
    return text.toString().stripTrailing();
  }

  private static String allocation(Allocation allocation) {
    return allocation.address()
        + " of "
        + allocation.subnetId()
        + " ("
        + allocation.kind()
        + ", token "
        + allocation.token()
        + owner(allocation.owner())
        + key(allocation.key())
        + ")";
  }

  private static String subnet(Subnet subnet) {
    return subnet.id()
        + " "
        + subnet.cidr()
        + " gateway "
        + (subnet.gateway() == null ? "none" : subnet.gateway())
        + (subnet.poolsGenerated() ? " generated pools " : " pools ")
        + of(subnet.pools())
        + (subnet.poolId() == null ? "" : " of pool " + subnet.poolId())
        + (subnet.project().equals(SubnetRequest.DEFAULT_PROJECT)
            ? ""
            : " of project " + subnet.project());
  }

  private static String allocate(AllocationRequest request) {
    AddressRequest address = request.address();
    String what = address.kind().toString();
    if (address instanceof AddressRequest.Specific specific) {
      what += " " + specific.address();
    } else if (address instanceof AddressRequest.Automatic automatic) {
      what += " for MAC " + automatic.mac();
    } else if (address instanceof AddressRequest.Bulk bulk) {
      what += " of " + bulk.count();
    }
    return what
        + " in "
        + String.join(", ", request.subnetIds())
        + owner(request.owner())
        + key(request.key())
        + (request.context().equals(AllocationContext.NONE) ? "" : " with a context");
  }

  private static String create(SubnetRequest request) {
    SubnetSettings settings = request.settings();
    StringBuilder text = new StringBuilder(request.subnetId());
    if (request instanceof SpecificSubnetRequest specific) {
      text.append(' ').append(specific.cidr());
    } else {
      AnySubnetRequest any = (AnySubnetRequest) request;
      text.append(" of any block");
      text.append(any.prefixLength() == null ? "" : " of length " + any.prefixLength());
      text.append(any.family() == null ? "" : " of " + any.family());
    }
    if (request.poolId() != null) {
      text.append(" from pool ").append(request.poolId());
    }
    if (!(settings.gateway() instanceof GatewayChoice.Automatic)) {
      text.append(" gateway ").append(gateway(settings.gateway()));
    }
    if (!(settings.pools() instanceof PoolsChoice.Generated)) {
      text.append(" pools ").append(pools(settings.pools()));
    }
    if (settings.policy() != AllocationPolicy.SEQUENTIAL) {
      text.append(' ').append(settings.policy());
    }
    if (!settings.rest().isZero()) {
      text.append(" rest ").append(settings.rest());
    }
    return text.append(key(request.key())).toString();
  }

  private static String gateway(GatewayChoice choice) {
    if (choice instanceof GatewayChoice.Explicit explicit) {
      return explicit.address().toString();
    }
    return choice instanceof GatewayChoice.None ? "none" : "automatic";
  }

  private static String pools(PoolsChoice choice) {
    return choice instanceof PoolsChoice.Explicit explicit ? of(explicit.pools()) : "generated";
  }

  private static String owner(@Nullable String owner) {
    return owner == null ? "" : " owner " + quoted(owner);
  }

  private static String key(@Nullable String key) {
    return key == null ? "" : " key " + quoted(key);
  }

  private static String quoted(String text) {
    return text.length() > 40 ? "\"" + text.substring(0, 40) + "…\"" : "\"" + text + "\"";
  }
}
