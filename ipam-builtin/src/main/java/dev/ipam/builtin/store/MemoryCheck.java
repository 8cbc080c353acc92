package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;
import dev.ipam.builtin.store.KeyRecord.Part;
import dev.ipam.builtin.store.MemoryContent.Place;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.SubnetPool;
import dev.ipam.spi.CheckProblem;
import dev.ipam.spi.CheckReport;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares everything that a store in memory holds with what goes with it. There are no files that
 * could be damaged: what it can find are faults of this driver.
 */
final class MemoryCheck {
  private final MemoryContent content;
  private final Consumer<CheckProblem> sink;
  private final Runnable stillOpen;
  private final Set<Long> numbers = new HashSet<>();
  private long records;
  private long problems;

  /** Before each part it is asked whether to go on. */
  MemoryCheck(MemoryContent content, Consumer<CheckProblem> sink, Runnable stillOpen) {
    this.content = content;
    this.sink = sink;
    this.stillOpen = stillOpen;
  }

  CheckReport run() {
    each(content.subnets.values(), this::subnet);
    each(content.rows.keys(), this::number);
    each(content.owners.keys(), this::owner);
    each(content.byCidr.keys(), this::cidr);
    each(content.pools.values(), this::pool);
    each(content.blocks.keys(), this::blocks);
    each(content.keys.keys(), this::key);
    each(
        content.results.keys(),
        name -> require(content.keys.contains(name), name, "results of no key"));
    return new CheckReport(records, problems);
  }

  private <T> void each(Iterator<T> items, Consumer<T> visitor) {
    while (items.hasNext()) {
      stillOpen.run();
      records++;
      visitor.accept(items.next());
    }
  }

  private void require(boolean holds, Object part, String problem) {
    if (!holds) {
      problems++;
      sink.accept(new CheckProblem(String.valueOf(part), problem));
    }
  }

  private void subnet(StoredSubnet stored) {
    String part = "subnet \"" + stored.id() + "\"";
    Cidr cidr = stored.subnet().cidr();
    SubnetRows rows = content.rows(stored);
    SortedTree<String, Boolean> ids = content.byCidr.get(cidr);
    require(ids != null && ids.contains(stored.id()), part, "it is not found by its CIDR");
    require(stored.number() <= content.marks.subnetNumber(), part, "its number is above the mark");
    require(numbers.add(stored.number()), part, "its number is another subnet's too");
    require(content.rows.contains(stored.number()), part, "its rows are missing");
    String key = stored.key();
    require(key == null || content.keys.contains(key), part, "the key of its creation is missing");
    String poolId = stored.subnet().poolId();
    PoolBlock block = poolId == null ? null : block(poolId, cidr);
    require(
        poolId == null || (block != null && block.subnetId().equals(stored.id())),
        part,
        "its space in its pool is not its own");
    boolean sequential = stored.subnet().policy() == AllocationPolicy.SEQUENTIAL;
    require(
        sequential == (rows.pass() != null), part, "it has a pass, or none, against its policy");
    require(sequential || rows.spent().isEmpty(), part, "something is spent, but it has no passes");
    each(rows.allocations().keys(), address -> allocation(stored, rows, address));
    each(rows.rests().keys(), offset -> rest(stored, rows, offset));
    each(
        rows.spent().keys(),
        offset -> require(CheckContext.isWithin(cidr, offset), part, "what is spent is outside"));
  }

  private void allocation(StoredSubnet stored, SubnetRows rows, IpAddress address) {
    String part = "allocation " + stored.id() + " " + address;
    Allocation held = rows.allocations().get(address);
    if (held == null
        || !held.address().equals(address)
        || !held.subnetId().equals(stored.id())
        || !stored.subnet().cidr().contains(address)) {
      require(false, part, "it is of another address or subnet");
      return;
    }
    require(held.token() <= content.marks.token(), part, "its token is above the mark");
    require(
        held.allocatedAt().toEpochMilli() <= content.marks.millis(),
        part,
        "it is later than the store");
    String owner = held.owner();
    SortedTree<Place, Allocation> owned = owner == null ? null : content.owners.get(owner);
    Place place = new Place(stored.id(), stored.number(), address);
    require(
        owner == null || (owned != null && held.equals(owned.get(place))),
        part,
        "it is not found by its owner");
    String key = held.key();
    require(key == null || content.keys.contains(key), part, "its key is missing");
  }

  private void rest(StoredSubnet stored, SubnetRows rows, UInt128 offset) {
    String part = "rest " + stored.id() + " " + offset;
    Cidr cidr = stored.subnet().cidr();
    require(!stored.subnet().rest().isZero(), part, "its subnet lets no address rest");
    if (!CheckContext.isWithin(cidr, offset)) {
      require(false, part, "it is outside of its subnet");
      return;
    }
    Long until = rows.rests().get(offset);
    IpAddress address = cidr.first().plus(offset.hi(), offset.lo());
    boolean over = until == null || until <= content.marks.millis();
    require(over || !rows.allocations().contains(address), part, "its address is allocated");
  }

  private void number(long number) {
    require(
        numbers.contains(number) || content.removed.contains(number),
        "rows of number " + number,
        "they are of no subnet");
  }

  private void owner(String owner) {
    SortedTree<Place, Allocation> held = content.owners.get(owner);
    if (held != null) {
      each(
          held.keys(),
          place ->
              require(
                  isHeld(owner, held.get(place), content.rows(place.number()), place.address()),
                  "owner \"" + owner + "\" " + place,
                  "what it points to is not there, or another's"));
    }
  }

  private static boolean isHeld(
      String owner, @Nullable Allocation told, SubnetRows rows, IpAddress address) {
    return told != null
        && owner.equals(told.owner())
        && told.equals(rows.allocations().get(address));
  }

  private void cidr(Cidr cidr) {
    SortedTree<String, Boolean> ids = content.byCidr.get(cidr);
    if (ids != null) {
      each(
          ids.keys(),
          id -> {
            StoredSubnet stored = content.subnets.get(id);
            require(
                stored != null && stored.subnet().cidr().equals(cidr),
                cidr,
                "subnet \"" + id + "\" has another CIDR, or is not there");
          });
    }
  }

  private void pool(SubnetPool pool) {
    String scope = pool.scopeId();
    require(
        scope == null || content.scopes.contains(scope),
        "pool \"" + pool.id() + "\"",
        "its address scope is missing");
  }

  private @Nullable PoolBlock block(String poolId, Cidr cidr) {
    SortedTree<Cidr, PoolBlock> blocks = content.blocks.get(poolId);
    return blocks == null ? null : blocks.get(cidr);
  }

  private void blocks(String poolId) {
    String part = "blocks of pool \"" + poolId + "\"";
    SortedTree<Cidr, PoolBlock> blocks = content.blocks.get(poolId);
    require(content.pools.contains(poolId), part, "their pool is missing");
    if (blocks != null) {
      each(
          blocks.values(),
          block -> {
            StoredSubnet stored = content.subnets.get(block.subnetId());
            require(
                stored != null
                    && poolId.equals(stored.subnet().poolId())
                    && block.cidr().equals(stored.subnet().cidr())
                    && block.project().equals(stored.subnet().project()),
                part,
                block.cidr() + " is not taken by subnet \"" + block.subnetId() + "\"");
          });
    }
  }

  private void key(String name) {
    String part = "key \"" + name + "\"";
    KeyRecord bound = content.keys.get(name);
    List<IpAddress> results = content.results.get(name);
    if (bound == null) {
      return;
    }
    boolean known =
        bound.parts().stream()
            .anyMatch(
                one ->
                    content.isLive(one.subnetId(), one.number())
                        || content.removed.contains(one.number()));
    require(known, part, "it is of no subnet");
    int total = bound.parts().stream().mapToInt(Part::count).sum();
    boolean incomplete = bound.parts().stream().anyMatch(one -> one.released() > 0);
    require(
        results == null ? incomplete || total == 0 : results.size() == total,
        part,
        "its results are not as many as it stands for");
    for (Part one : bound.parts()) {
      boolean live = content.isLive(one.subnetId(), one.number());
      require(
          !live
              || bound.parts().size() > 1
              || held(name, one, results) == one.count() - one.released(),
          part,
          "not as many addresses are held under it as should be");
    }
  }

  /** Of a key without results nobody knows which addresses were its own: then as many as should. */
  private long held(String name, Part part, @Nullable List<IpAddress> results) {
    if (results == null) {
      return (long) part.count() - part.released();
    }
    SubnetRows rows = content.rows(part.number());
    return results.stream()
        .map(rows.allocations()::get)
        .filter(held -> held != null && name.equals(held.key()))
        .count();
  }
}
