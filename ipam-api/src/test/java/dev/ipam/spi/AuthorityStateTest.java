package dev.ipam.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Closing;
import dev.ipam.spi.AuthorityState.Loading;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.AuthorityState.Shadow;
import dev.ipam.spi.AuthorityState.Unused;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule IPAM-7.02: the states, and the one text of each. */
class AuthorityStateTest {
  private static final StoreRef OTHER = new StoreRef("reference", "a b/c%-ü");
  private static final Instant NOON = Instant.ofEpochMilli(1_700_000_000_123L);

  private static List<AuthorityState> all() {
    return List.of(
        new Unused(),
        new Loading(OTHER, 2, null),
        new Loading(OTHER, 2, ""),
        new Loading(OTHER, 2, "-"),
        new Loading(OTHER, 3, "0/1A:7 \n%"),
        new Active(1),
        new Closing(Long.MAX_VALUE, OTHER, NOON),
        new Retired(4, OTHER, null),
        new Retired(4, OTHER, "x"),
        new Shadow(OTHER, 4, null),
        new Shadow(OTHER, 4, "x"));
  }

  @Test
  void everyStateIsReadBackFromItsText() {
    for (AuthorityState state : all()) {
      assertThat(AuthorityState.parse(state.text())).as(state.text()).isEqualTo(state);
      assertThat(state.text()).matches("[!-~]+( [!-~]+)*");
    }
    assertThat(all().stream().map(AuthorityState::text).distinct()).hasSameSizeAs(all());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Active 1",
        "active",
        "active 0",
        "active 01",
        "active 1 2",
        "active x",
        "unused 1",
        "retired 1 reference",
        "retired 1 reference/1",
        "retired 1 reference/1 x",
        "closing 1 reference/1 soon",
        "loading 1 reference/1 @%zz",
        "loading 1 reference/1 @a b"
      })
  void anyOtherTextIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AuthorityState.parse(text))
        .withMessageContaining(text);
  }

  @Test
  void aClosingStoreIsActiveFromItsDeadlineOn() {
    AuthorityState closing = new Closing(5, OTHER, NOON.plusNanos(999));

    assertThat(closing.at(NOON.minusMillis(1))).isEqualTo(closing);
    assertThat(closing.at(NOON)).isEqualTo(new Active(5));
    assertThat(new Active(5).at(NOON)).isEqualTo(new Active(5));
  }

  @Test
  void theOtherStoreIsWhomToAskInstead() {
    assertThat(all().stream().map(state -> state.word() + state.other().isPresent()).distinct())
        .containsExactly(
            "unusedfalse",
            "loadingtrue",
            "activefalse",
            "closingtrue",
            "retiredtrue",
            "shadowtrue");
  }
}
