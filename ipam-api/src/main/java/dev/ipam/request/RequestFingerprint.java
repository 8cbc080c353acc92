package dev.ipam.request;

import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an idempotency key is bound to: a digest of the request without its context and its key.
 *
 * <p>The digest is the first 16 bytes of the SHA-256 of a canonical encoding, in lower-case
 * hexadecimal: the same in every driver and every version, so that it can travel with an export.
 * The encoding is a sequence of fields: text as its length in UTF-8 bytes (4 bytes, big endian) and
 * those bytes, numbers as their decimal text, a missing value as length -1, lists as their size and
 * their elements.
 *
 * @ipam.rule 3.44..3.54
 * @since 0.1
 */
public final class RequestFingerprint {
  private static final int BYTES = 16;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  private RequestFingerprint(String operation) {
    text(operation);
  }

  /**
   * Returns the fingerprint of a request to allocate.
   *
   * @param request the request
   * @return 32 hexadecimal digits
   */
  public static String of(AllocationRequest request) {
    RequestFingerprint print = new RequestFingerprint("allocate");
    print.allocation(request);
    return print.digest();
  }

  /**
   * Returns the fingerprint of a joint request.
   *
   * @param request the request
   * @return 32 hexadecimal digits
   */
  public static String of(JointRequest request) {
    RequestFingerprint print = new RequestFingerprint("allocate-together");
    print.number(request.parts().size());
    request.parts().forEach(print::allocation);
    return print.digest();
  }

  /**
   * Returns the fingerprint of a request to transfer.
   *
   * @param request the request
   * @return 32 hexadecimal digits
   */
  public static String of(TransferRequest request) {
    RequestFingerprint print = new RequestFingerprint("transfer");
    print.text(request.subnetId());
    print.address(request.address());
    print.number(request.token());
    print.text(request.newOwner());
    return print.digest();
  }

  /**
   * Returns the fingerprint of a request to create a subnet.
   *
   * @param request the request
   * @return 32 hexadecimal digits
   */
  public static String of(SubnetRequest request) {
    RequestFingerprint print = new RequestFingerprint("create-subnet");
    print.text(request.subnetId());
    print.text(request.project());
    print.text(request.poolId());
    if (request instanceof SpecificSubnetRequest specific) {
      print.cidr(specific.cidr());
    } else if (request instanceof AnySubnetRequest any) {
      print.text("any");
      print.text(any.family() == null ? null : any.family().name());
      print.text(any.prefixLength() == null ? null : any.prefixLength().toString());
    }
    print.settings(request.settings());
    return print.digest();
  }

  private void allocation(AllocationRequest request) {
    number(request.subnetIds().size());
    request.subnetIds().forEach(this::text);
    AddressRequest wanted = request.address();
    text(wanted.kind().name());
    if (wanted instanceof AddressRequest.Specific specific) {
      address(specific.address());
    } else if (wanted instanceof AddressRequest.Automatic automatic) {
      text(automatic.mac().toString());
    } else if (wanted instanceof AddressRequest.Bulk bulk) {
      number(bulk.count());
    }
    text(request.owner());
  }

  private void settings(SubnetSettings settings) {
    GatewayChoice gateway = settings.gateway();
    if (gateway instanceof GatewayChoice.Explicit explicit) {
      address(explicit.address());
    } else {
      text(gateway instanceof GatewayChoice.None ? "none" : "automatic");
    }
    if (settings.pools() instanceof PoolsChoice.Explicit explicit) {
      ranges(explicit.pools());
    } else {
      text("generated");
    }
    text(settings.policy().name());
    number(settings.rest().toMillis());
  }

  private void ranges(List<AddressRange> ranges) {
    number(ranges.size());
    for (AddressRange range : ranges) {
      address(range.first());
      address(range.last());
    }
  }

  private void cidr(Cidr cidr) {
    address(cidr.network());
    number(cidr.prefixLength());
  }

  private void address(IpAddress address) {
    text(address.toString());
  }

  private void number(long value) {
    text(Long.toString(value));
  }

  private void text(@Nullable String value) {
    try {
      if (value == null) {
        out.writeInt(-1);
        return;
      }
      byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
      out.writeInt(utf8.length);
      out.write(utf8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String digest() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
