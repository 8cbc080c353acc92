package dev.ipam.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.net.IpAddress;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Closing;
import dev.ipam.spi.AuthorityState.Loading;
import dev.ipam.spi.Capability;
import dev.ipam.spi.ChangeFeed;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.StoreRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CatchUpTest {
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Change ONE =
      new Change("1", new Change.Upsert(new SnapshotRecord.TokenMark(1)));

  private final AtomicLong copied = new AtomicLong();
  private final AtomicLong heldBackAt = new AtomicLong(-1);
  private final Authority source = mock(Authority.class);
  private final ChangeFeed feed = mock(ChangeFeed.class);

  private CatchUp catchUp() {
    return catchUp(
        new Target(store(new ArrayList<>()), new Loading(new StoreRef("a", "1"), 2, "0")));
  }

  private static OpenedStore store(List<String> applied) {
    Authority there = mock(Authority.class);
    when(there.apply(any(), any()))
        .thenAnswer(
            call -> {
              List<Change> changes = call.getArgument(1);
              changes.forEach(change -> applied.add(change.position()));
              return call.getArgument(0);
            });
    IpamDriver driver = mock(IpamDriver.class);
    when(driver.capabilities()).thenReturn(Set.of(Capability.AUTHORITY));
    when(driver.extension(Authority.class)).thenReturn(Optional.of(there));
    return new OpenedStore("b", driver);
  }

  private CatchUp catchUp(Target target) {
    when(source.now()).thenReturn(Instant.EPOCH);
    doAnswer(
            call -> {
              if (call.getArgument(1, AuthorityState.class) instanceof Closing) {
                heldBackAt.compareAndSet(-1, copied.get());
              }
              return null;
            })
        .when(source)
        .change(any(), any());
    Holding holding = new Holding(source, new Active(1), new StoreRef("b", "2"));
    return new CatchUp(feed, target, new Throttle(holding, PAUSE), MigrationListener.NONE, PAUSE);
  }

  /** What writers add while it is copied; they are endless until they are held back. */
  private Stream<Change> untilHeldBack(long most) {
    return Stream.generate(() -> ONE)
        .takeWhile(change -> heldBackAt.get() < 0 && copied.getAndIncrement() < most);
  }

  @Test
  void writersAreHeldBackWhereTheFirstRoundIsVeryLarge() {
    when(feed.changes(any()))
        .thenAnswer(call -> untilHeldBack(3 * CatchUp.MANY))
        .thenAnswer(call -> Stream.empty());

    catchUp().untilLittleIsLeft(null);

    assertThat(heldBackAt.get()).isBetween(CatchUp.MANY / 2, CatchUp.MANY);
  }

  @Test
  void nobodyIsHeldBackForLess() {
    when(feed.changes(any()))
        .thenAnswer(call -> untilHeldBack(CatchUp.MANY / 2))
        .thenAnswer(call -> Stream.empty());

    catchUp().untilLittleIsLeft(null);

    assertThat(heldBackAt.get()).isEqualTo(-1);
  }

  /** A deadline passes while changes wait to be applied: they are told again, and in order. */
  @Test
  void whatADeadlineHasLeftIsNotAppliedBeforeWhatIsToldAgain() {
    List<String> applied = new ArrayList<>();
    OpenedStore store = store(applied);
    Target target = new Target(store, new Loading(new StoreRef("a", "1"), 2, "0"));
    CatchUp catchUp = catchUp(target);
    Change first = held("1", "10.0.0.1");
    Change subnet = new Change("2", new Change.SubnetRemoved("gone"));
    Change again = held("3", "10.0.0.1");
    when(feed.changes("0"))
        .thenAnswer(
            call ->
                Stream.concat(
                    Stream.of(first, subnet),
                    Stream.generate(
                        () -> {
                          throw new Holding.Over();
                        })))
        .thenAnswer(call -> Stream.of(first, subnet, again));

    assertThatThrownBy(() -> catchUp.untilLittleIsLeft(null)).isInstanceOf(Holding.Over.class);
    catchUp.untilLittleIsLeft(null);

    assertThat(applied).containsExactly("2", "3");
  }

  private static Change held(String position, String address) {
    return new Change(position, new Change.AddressFreed("s", IpAddress.parse(address)));
  }
}
