package dev.ipam.builtin.store;

import com.google.common.collect.AbstractIterator;
import com.google.common.collect.Iterators;
import dev.ipam.builtin.store.MemoryContent.Place;
import dev.ipam.error.ChangesNotKeptException;
import dev.ipam.error.IpamException;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.error.UnsupportedException;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.CheckProblem;
import dev.ipam.spi.CheckReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what is shown of a store in memory: each time one content, which nobody changes. */
final class MemoryReads implements Reads {
  private final MemoryHome home;
  private final MemoryStreams streams = new MemoryStreams();

  MemoryReads(MemoryHome home) {
    this.home = home;
  }

  void close(Supplier<? extends IpamException> why) {
    streams.close(why);
  }

  private MemoryContent shown() {
    streams.check();
    return home.shown();
  }

  @Override
  public void backup(UUID id, Path directory) {
    throw new UnsupportedException("BACKUPS", "make a backup of its own");
  }

  @Override
  public @Nullable StoredSubnet subnet(String id) {
    return shown().subnets.get(id);
  }

  private static StoredSubnet required(MemoryContent content, String id) {
    StoredSubnet subnet = content.subnets.get(id);
    if (subnet == null) {
      throw new SubnetNotFoundException(id);
    }
    return subnet;
  }

  @Override
  public Optional<Allocation> find(String subnetId, IpAddress address) {
    MemoryContent at = shown();
    return Optional.ofNullable(at.allocation(required(at, subnetId), address));
  }

  @Override
  public Stream<Subnet> subnets() {
    return streams.of(Iterators.transform(shown().subnets.values(), StoredSubnet::subnet));
  }

  @Override
  public Stream<Allocation> allocations(String subnetId) {
    MemoryContent at = shown();
    return streams.of(at.rows(required(at, subnetId)).allocations().values());
  }

  /** Looks at those subnets whose CIDR contains the address, one length after the other. */
  @Override
  public Stream<Allocation> holders(IpAddress address) {
    MemoryContent at = shown();
    TreeSet<String> ids = new TreeSet<>(CodePoints.ORDER);
    int longest = address.family().bits();
    for (int length = 0; length <= longest; length++) {
      SortedTree<String, Boolean> those = at.byCidr.get(Cidr.containing(address, length));
      if (those != null) {
        those.keys().forEachRemaining(ids::add);
      }
    }
    List<Allocation> held = new ArrayList<>();
    for (String id : ids) {
      Allocation one = at.allocation(required(at, id), address);
      if (one != null) {
        held.add(one);
      }
    }
    return streams.of(held.iterator());
  }

  @Override
  public Stream<Allocation> heldBy(String owner) {
    MemoryContent at = shown();
    SortedTree<Place, Allocation> held = at.owners.get(owner);
    return streams.of(held == null ? Collections.emptyIterator() : new Live(at, held));
  }

  /** What an owner holds in subnets that are there. */
  private static final class Live extends AbstractIterator<Allocation> {
    private final MemoryContent at;
    private final Iterator<Place> places;
    private final Iterator<Allocation> held;

    Live(MemoryContent at, SortedTree<Place, Allocation> held) {
      this.at = at;
      this.places = held.keys();
      this.held = held.values();
    }

    @Override
    protected @Nullable Allocation computeNext() {
      while (held.hasNext()) {
        Place place = places.next();
        Allocation next = held.next();
        if (at.isLive(place.subnetId(), place.number())) {
          return next;
        }
      }
      return endOfData();
    }
  }

  @Override
  public CheckReport check(Consumer<CheckProblem> problems) {
    return new MemoryCheck(shown(), problems, streams::check).run();
  }

  @Override
  public Stream<SnapshotRecord> snapshot(long nowMillis) {
    return streams.of(new MemorySnapshot(shown(), nowMillis).records());
  }

  @Override
  public long lastChange() {
    return shown().changes.last();
  }

  @Override
  public Stream<Change> changes(String position, ChangePositions positions, long nowMillis) {
    MemoryContent at = shown();
    MemoryChanges kept = at.changes;
    long after = positions.commit(position);
    if (after < kept.floor() || after > kept.last()) {
      throw new ChangesNotKeptException(position, positions.text(kept.floor()));
    }
    ChangeSteps steps = new ChangeSteps(at, nowMillis);
    return streams.of(new MemoryChangeWalk(kept, steps, after, positions));
  }

  @Override
  public PoolReads pools() {
    return new OfPools();
  }

  private final class OfPools implements PoolReads {
    @Override
    public @Nullable SubnetPool pool(String id) {
      return shown().pools.get(id);
    }

    @Override
    public Stream<SubnetPool> pools() {
      return streams.of(shown().pools.values());
    }

    @Override
    public @Nullable AddressScope scope(String id) {
      return shown().scopes.get(id);
    }

    @Override
    public Stream<AddressScope> scopes() {
      return streams.of(shown().scopes.values());
    }
  }
}
