package dev.ipam.conformance.mutants;

import static dev.ipam.conformance.mutants.SecondHistories.twins;
import static dev.ipam.conformance.mutants.Views.instead;

import dev.ipam.conformance.BuiltinUnderTest;
import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.mutants.TwinScript.Deck;
import dev.ipam.error.DriverNotActiveException;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.IpamDriverProvider;
import dev.ipam.spi.StoreInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Rules 7.01 to 7.10 and 7.28, around the driver at hand, since the model has no authority. */
final class AuthorityMutants {
  private static final DriverUnderTest BUILTIN = new BuiltinUnderTest();
  private static final int PAUSES = 20;

  private AuthorityMutants() {}

  private static Mutant builtin(String rule, String fault, UnaryOperator<IpamDriver> change) {
    return Mutant.of(rule, fault, BUILTIN, Other.changed(BUILTIN, change));
  }

  static List<Mutant> mutants() {
    return List.of(
        builtin(
                "7.01",
                "gives every store the same id",
                Tamper.with("store", call -> new StoreInfo("store-1", "here", "1")))
            .and(twins(Deck.AUTHORITY, 3)),
        builtin(
                "7.02",
                "does not record the position of a retired store",
                Tamper.with(
                    "state",
                    call ->
                        call.answer() instanceof AuthorityState.Retired retired
                            ? new AuthorityState.Retired(retired.epoch(), retired.successor(), null)
                            : call.answer()))
            .and(twins(Deck.AUTHORITY, 2)),
        builtin(
                "7.03",
                "changes the authority whatever it was",
                Tamper.with(
                    "change",
                    call -> call.answer(state(call.driver()), call.argument(1, Object.class))))
            .and(twins(Deck.AUTHORITY, 1)),
        builtin(
                "7.04",
                "says in a store that is not active that nothing was released",
                instead("release", "DriverNotActive", call -> Optional.empty()))
            .and(twins(Deck.AUTHORITY, 10)),
        builtin(
            "7.05",
            "refuses writes while it is closing",
            Tamper.with(
                "allocate",
                call -> {
                  if (state(call.driver()) instanceof AuthorityState.Closing) {
                    throw new DriverNotActiveException("builtin", "closing", "other");
                  }
                  return call.answer();
                })),
        builtin(
                "7.06",
                "applies changes whatever position they follow",
                Tamper.with(
                    "apply",
                    call ->
                        state(call.driver()) instanceof AuthorityState.Following now
                            ? call.answer(now, call.argument(1, Object.class))
                            : call.answer()))
            .and(twins(Deck.AUTHORITY, 8)),
        builtin(
                "7.07",
                "looks at the authority first and writes after it",
                AuthorityMutants::slipsBehind)
            .and(WrittenStoreHistories.NO_WRITE_BEHIND_A_CHANGE),
        builtin(
                "7.09",
                "refuses to look an address up unless it is active",
                Tamper.with(
                    "find",
                    call -> {
                      if (!(state(call.driver()) instanceof AuthorityState.Active)) {
                        throw new DriverNotActiveException("builtin", "passive", null);
                      }
                      return call.answer();
                    }))
            .and(twins(Deck.AUTHORITY, 3)),
        builtin("7.10", "keeps the authority in memory", AuthorityMutants::forgetful)
            .and(twins(Deck.AUTHORITY, 1)),
        Mutant.of(
                "7.28",
                "is opened for rehearsing as it is for serving",
                BUILTIN,
                new Other(BUILTIN, AuthorityMutants::toServe))
            .and(WrittenStoreHistories.A_REHEARSAL_ON_AN_ACTIVE_STORE));
  }

  private static IpamDriver toServe(IpamDriverProvider provider, DriverContext context) {
    return provider.open(
        new DriverContext(
            context.settings(), context.createIfMissing(), context.clock(), context.random()));
  }

  private static AuthorityState state(IpamDriver driver) {
    return driver.extension(Authority.class).orElseThrow().state();
  }

  /** A write that was let in takes effect whatever the store became meanwhile. */
  private static IpamDriver slipsBehind(IpamDriver real) {
    Object lock = new Object();
    return Tamper.with(
            Set.of("change", "allocate"),
            call -> {
              if (call.operation().equals("change")) {
                synchronized (lock) {
                  return call.answer();
                }
              }
              if (!(state(real) instanceof AuthorityState.Active active)) {
                return call.answer();
              }
              for (int i = 0; i < PAUSES; i++) {
                Views.pause();
              }
              synchronized (lock) {
                AuthorityState now = state(real);
                if (now instanceof AuthorityState.Active) {
                  return call.answer();
                }
                Authority authority = real.extension(Authority.class).orElseThrow();
                authority.change(now, active);
                try {
                  return call.answer();
                } finally {
                  authority.change(active, now);
                }
              }
            })
        .apply(real);
  }

  /** Every change is gone when the store is opened again. */
  private static IpamDriver forgetful(IpamDriver real) {
    AuthorityState first = state(real);
    return Tamper.with(
            "close",
            call -> {
              AuthorityState last = state(real);
              if (!last.equals(first)) {
                real.extension(Authority.class).orElseThrow().change(last, first);
              }
              return call.answer();
            })
        .apply(real);
  }
}
