package dev.ipam.migration;

import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.Subnet;
import dev.ipam.spi.IpamDriver;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The digest of a subnet: SHA-256 over its definition and its allocations in the order of their
 * addresses, each text with its length before it. Equal in two stores exactly when these are.
 *
 * @ipam.rule 7.25
 * @since 0.1
 */
public final class SubnetDigest {
  private final MessageDigest digest;
  private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);

  private SubnetDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Computes it from the driver's look-ups.
   *
   * @param driver an opened driver
   * @param subnetId the subnet
   * @return 64 hexadecimal digits
   * @throws dev.ipam.error.SubnetNotFoundException if there is none of this id
   */
  public static String of(IpamDriver driver, String subnetId) {
    SubnetDigest digest = new SubnetDigest();
    digest.add(driver.subnet(subnetId));
    try (Stream<Allocation> allocations = driver.allocations(subnetId)) {
      for (Iterator<Allocation> each = allocations.iterator(); each.hasNext(); ) {
        digest.add(each.next());
      }
    }
    return HexFormat.of().formatHex(digest.digest.digest());
  }

  private void add(Subnet subnet) {
    add(subnet.id());
    add(subnet.project());
    add(subnet.cidr().toString());
    add(subnet.gateway() == null ? null : subnet.gateway().toString());
    subnet.pools().forEach(pool -> add(pool.toString()));
    add(Boolean.toString(subnet.poolsGenerated()));
    add(subnet.policy().name());
    add(subnet.rest().toString());
    add(subnet.poolId());
  }

  private void add(Allocation held) {
    add(held.address().toString());
    add(held.owner());
    add(Long.toString(held.allocatedAt().toEpochMilli()));
    add(held.kind().name());
    add(Long.toString(held.token()));
    add(held.key());
    AllocationContext context = held.context();
    add(context.network());
    add(context.port());
    add(context.device());
    add(context.deviceOwner());
    add(context.mac() == null ? null : context.mac().toString());
    add(context.hostName());
  }

  private void add(@Nullable String text) {
    byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    length.clear();
    digest.update(length.putInt(text == null ? -1 : bytes.length).array());
    digest.update(bytes);
  }
}
