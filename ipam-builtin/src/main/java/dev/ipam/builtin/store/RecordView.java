package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.SubnetPool;
import org.jspecify.annotations.Nullable;

/** The records of a store as of one moment, each found by what names it; null where it is not. */
interface RecordView {
  Marks marks();

  @Nullable StoredSubnet subnet(String id);

  @Nullable Allocation allocation(StoredSubnet subnet, IpAddress address);

  /** Until when an offset rests, in milliseconds since 1970. */
  @Nullable Long rest(StoredSubnet subnet, UInt128 offset);

  @Nullable PassRecord pass(StoredSubnet subnet);

  boolean isSpent(StoredSubnet subnet, UInt128 offset);

  @Nullable KeyRecord key(String name);

  @Nullable SubnetPool pool(String id);

  @Nullable AddressScope scope(String id);
}
