package dev.ipam.migration.shadow;

import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.spi.IpamDriver;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a caller asked of one subnet. */
sealed interface Operation {
  /** Asks a driver the same. */
  Object ask(IpamDriver driver);

  String subnetId();

  /** Says what it is, for a person; names owners no more than the log of any caller does. */
  String words();

  /** Asks for one address or several. */
  record Allocate(String subnetId, AllocationRequest request) implements Operation {
    @Override
    public Object ask(IpamDriver driver) {
      return driver.allocate(request);
    }

    @Override
    public String words() {
      String kind = request.address().kind().name().toLowerCase(Locale.ROOT);
      int count = request.address().count();
      return "allocate (" + kind + (count == 1 ? "" : ", " + count + " addresses") + ")";
    }
  }

  /** Gives one back. */
  record Release(ReleaseRequest request) implements Operation {
    @Override
    public Object ask(IpamDriver driver) {
      return driver.release(request);
    }

    @Override
    public String subnetId() {
      return request.subnetId();
    }

    @Override
    public String words() {
      return "release " + request.address();
    }
  }

  /** Creates the subnet. */
  record Create(SubnetRequest request) implements Operation {
    @Override
    public Object ask(IpamDriver driver) {
      return driver.createSubnet(request);
    }

    @Override
    public String subnetId() {
      return request.subnetId();
    }

    @Override
    public String words() {
      return "create the subnet";
    }
  }

  /** Changes its gateway or pools. */
  record Update(SubnetUpdate update) implements Operation {
    @Override
    public Object ask(IpamDriver driver) {
      return driver.updateSubnet(update);
    }

    @Override
    public String subnetId() {
      return update.subnetId();
    }

    @Override
    public String words() {
      return "update the subnet";
    }
  }

  /** Removes it. */
  record Remove(String subnetId, boolean force) implements Operation {
    @Override
    public Object ask(IpamDriver driver) {
      return driver.removeSubnet(subnetId, force);
    }

    @Override
    public String words() {
      return "remove the subnet" + (force ? " with its allocations" : "");
    }
  }

  /** Returns the idempotency key, which holds across all subnets, or null. */
  default @Nullable String key() {
    return this instanceof Allocate allocate
        ? allocate.request().key()
        : this instanceof Create create ? create.request().key() : null;
  }

  /** Tells whether it makes, changes or removes the subnet itself. */
  default boolean isStructural() {
    return !(this instanceof Allocate) && !(this instanceof Release);
  }
}
