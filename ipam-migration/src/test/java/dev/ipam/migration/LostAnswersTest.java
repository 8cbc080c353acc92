package dev.ipam.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Closing;
import dev.ipam.spi.AuthorityState.Loading;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.AuthorityState.Unused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of a migration whose change of an authority is not answered, or refused for a while.
 */
class LostAnswersTest {
  @TempDir Path directory;

  private static OpenedStore meddled(OpenedStore store, Meddled.Meddling meddling) {
    return new OpenedStore(store.name(), new Meddled(store.driver(), meddling));
  }

  private static UnavailableException unavailable(Outcome outcome) {
    return new UnavailableException("there", "the connection is lost", outcome, null);
  }

  private TwoStores stores() {
    TwoStores stores = TwoStores.in(directory);
    stores.activate(stores.one());
    Content.fill(stores.one().driver());
    return stores;
  }

  private static void migrate(OpenedStore from, OpenedStore to, MigrationOptions options) {
    new StoreMigrator().migrate(from, to, options, MigrationListener.NONE);
  }

  /** Each change of either store takes effect, and its answer is lost. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aChangeThatTookEffectIsGoneOnFrom(boolean live) {
    MigrationOptions options = live ? MigrationOptions.LIVE : MigrationOptions.OFFLINE;
    List<String> changes = new ArrayList<>();
    Meddled.Meddling lost =
        (real, expected, next) -> {
          real.change(expected, next);
          changes.add(next.word());
          throw unavailable(Outcome.UNKNOWN);
        };
    try (TwoStores stores = stores()) {
      migrate(meddled(stores.one(), lost), meddled(stores.two(), lost), options);

      assertThat(stores.stateOf(stores.one())).isInstanceOf(Retired.class);
      assertThat(stores.stateOf(stores.two())).isEqualTo(new Active(2));
    }
    assertThat(changes).startsWith("loading").contains("closing").endsWith("retired", "active");
  }

  /** Whether writes wait is not known: they are let go on, and do not wait for the deadline. */
  @Test
  void nobodyIsHeldBackByAClosingOfWhichNothingIsKnown() {
    boolean[] down = {false};
    Meddled.Meddling lost =
        (real, expected, next) -> {
          real.change(expected, next);
          if (next instanceof Closing) {
            down[0] = true;
            throw unavailable(Outcome.UNKNOWN);
          }
        };
    try (TwoStores stores = stores()) {
      OpenedStore one = stores.one();
      OpenedStore blind =
          new OpenedStore(
              "one",
              new Meddled(one.driver(), lost) {
                @Override
                public AuthorityState state() {
                  if (down[0]) {
                    down[0] = false;
                    throw unavailable(Outcome.NOT_APPLIED);
                  }
                  return super.state();
                }
              });
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> migrate(blind, stores.two(), MigrationOptions.OFFLINE));

      assertThat(stores.stateOf(one)).isEqualTo(new Active(1));
      one.driver().createSubnet(SubnetRequest.of("new", "172.16.0.0/24"));
      migrate(one, stores.two(), MigrationOptions.OFFLINE);
    }
  }

  @Test
  void theTargetIsMadeTheAuthorityMoreThanOnce() {
    int[] refused = {0};
    Meddled.Meddling busy =
        (real, expected, next) -> {
          if (next instanceof Active && ++refused[0] < MigrationOptions.OFFLINE.attempts()) {
            throw unavailable(Outcome.NOT_APPLIED);
          }
          real.change(expected, next);
        };
    try (TwoStores stores = stores()) {
      migrate(stores.one(), meddled(stores.two(), busy), MigrationOptions.OFFLINE);
      assertThat(stores.stateOf(stores.two())).isEqualTo(new Active(2));
    }
  }

  /** The source has retired, so that it is wrong to say that nothing was done. */
  @Test
  void whereItCannotBeMadeTheAuthorityTheRefusalSaysWhatToDo() {
    Meddled.Meddling down =
        (real, expected, next) -> {
          if (next instanceof Active) {
            throw unavailable(Outcome.NOT_APPLIED);
          }
          real.change(expected, next);
        };
    try (TwoStores stores = stores()) {
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(
              () -> migrate(stores.one(), meddled(stores.two(), down), MigrationOptions.OFFLINE))
          .withMessageContaining("has retired")
          .withMessageContaining("ipam migrate resume")
          .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN));

      migrate(stores.one(), stores.two(), MigrationOptions.OFFLINE);
      assertThat(stores.stateOf(stores.two())).isEqualTo(new Active(2));
    }
  }

  /** The migration goes its last step while it is being given up. */
  @Test
  void whoGivesUpAMigrationThatEndsMeanwhileHasTheSourceServe() {
    try (TwoStores stores = stores()) {
      Authority source = stores.one().authority();
      Loading loading = new Loading(stores.one().ref(), 2, null);
      stores.two().authority().change(new Unused(), loading);
      Closing closing = new Closing(1, stores.two().ref(), source.now().plusSeconds(600));
      Meddled.Meddling between =
          (real, expected, next) -> {
            real.change(expected, next);
            if (expected.equals(loading)) {
              source.change(new Active(1), closing);
              source.change(closing, new Retired(1, stores.two().ref(), null));
            }
          };

      AuthorityState is = Stores.abort(stores.one(), meddled(stores.two(), between));

      assertThat(is).isEqualTo(new Active(3)).isEqualTo(source.state());
      assertThat(stores.stateOf(stores.two())).isInstanceOf(Retired.class);
    }
  }

  /** It was killed between the two changes, and is found again by what the stores are. */
  @Test
  void aGivingUpThatWasCutShortIsSeen() {
    try (TwoStores stores = stores()) {
      Authority source = stores.one().authority();
      assertThat(Stores.isCutShort(stores.one(), stores.two())).isFalse();
      stores.two().authority().change(new Unused(), new Loading(stores.one().ref(), 2, null));
      Closing closing = new Closing(1, stores.two().ref(), source.now().plusSeconds(600));
      source.change(new Active(1), closing);
      source.change(closing, new Retired(1, stores.two().ref(), null));
      assertThat(Stores.isCutShort(stores.one(), stores.two())).isFalse();
      stores
          .two()
          .authority()
          .change(
              new Loading(stores.one().ref(), 2, null), new Retired(1, stores.one().ref(), null));

      assertThat(Stores.isCutShort(stores.one(), stores.two())).isTrue();
      assertThat(Stores.abort(stores.one(), stores.two())).isEqualTo(new Active(3));
      assertThat(Stores.isCutShort(stores.one(), stores.two())).isFalse();
    }
  }
}
