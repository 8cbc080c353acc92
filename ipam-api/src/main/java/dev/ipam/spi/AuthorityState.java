package dev.ipam.spi;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a store is the authority: the one that gives out addresses. It is kept in the store
 * itself, as one text ({@link #text}, {@link #parse}), and changed by compare-and-set only.
 *
 * <p>An epoch numbers the authorities in the order in which they came to be: the first active store
 * has epoch 1, and each migration adds one. A position is one of the {@link ChangeFeed} of the
 * store that this one follows, up to which this one has everything; {@code null} where that is not
 * known, so that its content must be compared.
 *
 * @ipam.rule 7.02
 * @since 0.1
 */
public sealed interface AuthorityState {
  /** A new store, or one that was purged: it has never been asked anything. */
  record Unused() implements AuthorityState {
    @Override
    public long epoch() {
      return 0;
    }
  }

  /** A store that takes writes from another one only, through {@link Authority#apply}. */
  sealed interface Following extends AuthorityState {
    /**
     * Returns the store whose content it takes over.
     *
     * @return the store
     */
    StoreRef leader();

    /**
     * Returns up to where it has everything.
     *
     * @return a position of the leader's, or {@code null} where it is not known
     */
    @Nullable String position();

    /**
     * Returns the same state at another position.
     *
     * @param reached the position
     * @return the state
     */
    Following reaching(@Nullable String reached);
  }

  /**
   * A migration fills it.
   *
   * @param from the store that it takes over from
   * @param epoch the epoch that it will be active in
   * @param position up to where it has everything
   */
  record Loading(StoreRef from, long epoch, @Nullable String position) implements Following {
    /**
     * Checks the epoch.
     *
     * @param from the store that it takes over from
     * @param epoch the epoch that it will be active in
     * @param position up to where it has everything
     */
    public Loading {
      Objects.requireNonNull(from, "from");
      requireEpoch(epoch);
    }

    @Override
    public StoreRef leader() {
      return from;
    }

    @Override
    public Loading reaching(@Nullable String reached) {
      return new Loading(from, epoch, reached);
    }
  }

  /**
   * It gives out addresses.
   *
   * @param epoch since when
   */
  record Active(long epoch) implements AuthorityState {
    /**
     * Checks the epoch.
     *
     * @param epoch since when
     */
    public Active {
      requireEpoch(epoch);
    }
  }

  /**
   * It is about to hand over: writes wait, until its state changes or the deadline passes.
   *
   * @param epoch since when it is the authority
   * @param successor the store that takes over
   * @param deadline the moment, by {@link Authority#now}, from which on it is active again
   */
  record Closing(long epoch, StoreRef successor, Instant deadline) implements AuthorityState {
    /**
     * Cuts the deadline to milliseconds.
     *
     * @param epoch since when it is the authority
     * @param successor the store that takes over
     * @param deadline the moment from which on it is active again
     */
    public Closing {
      requireEpoch(epoch);
      Objects.requireNonNull(successor, "successor");
      deadline = Instant.ofEpochMilli(deadline.toEpochMilli());
    }
  }

  /**
   * It has handed over: what it holds is as old as the end of its epoch.
   *
   * @param epoch the last epoch in which it was active, or whose content it has
   * @param successor the store that took over
   * @param position from where on the successor's changes are missing here
   */
  record Retired(long epoch, StoreRef successor, @Nullable String position)
      implements AuthorityState {
    /**
     * Checks the epoch.
     *
     * @param epoch the last epoch in which it was active, or whose content it has
     * @param successor the store that took over
     * @param position from where on the successor's changes are missing here
     */
    public Retired {
      requireEpoch(epoch);
      Objects.requireNonNull(successor, "successor");
    }
  }

  /**
   * It follows an active store, to be compared with it.
   *
   * @param of the store that it follows
   * @param epoch the epoch of that store
   * @param position up to where it has everything
   */
  record Shadow(StoreRef of, long epoch, @Nullable String position) implements Following {
    /**
     * Checks the epoch.
     *
     * @param of the store that it follows
     * @param epoch the epoch of that store
     * @param position up to where it has everything
     */
    public Shadow {
      Objects.requireNonNull(of, "of");
      requireEpoch(epoch);
    }

    @Override
    public StoreRef leader() {
      return of;
    }

    @Override
    public Shadow reaching(@Nullable String reached) {
      return new Shadow(of, epoch, reached);
    }
  }

  /**
   * Returns the epoch that the state speaks of.
   *
   * @return the epoch, at least 1; 0 for an unused store
   */
  long epoch();

  /**
   * Returns the state that holds at a time: a closing store is active again once its deadline has
   * passed, whether that has been written yet or not.
   *
   * @param now the store's time
   * @return this, or active in the same epoch
   * @ipam.rule 7.05
   */
  default AuthorityState at(Instant now) {
    return this instanceof Closing closing && !now.isBefore(closing.deadline())
        ? new Active(closing.epoch())
        : this;
  }

  /**
   * Returns the other store that the state names: whom to ask instead, as the successor in {@link
   * dev.ipam.error.DriverNotActiveException} says.
   *
   * @return the successor of a closing or retired store, the leader of one that follows
   */
  default Optional<StoreRef> other() {
    return Optional.ofNullable(AuthorityText.other(this));
  }

  /**
   * Returns the word that names the kind of state, for example {@code retired}.
   *
   * @return the word
   */
  default String word() {
    return AuthorityText.word(this);
  }

  /**
   * Returns the state as one line of printable ASCII, the same for equal states: what a driver
   * stores and compares.
   *
   * @return the text
   */
  default String text() {
    return AuthorityText.of(this);
  }

  /**
   * Reads what {@link #text} returned.
   *
   * @param text the text
   * @return the state
   * @throws IllegalArgumentException if it is no such text
   */
  static AuthorityState parse(String text) {
    return AuthorityText.parse(text);
  }

  private static void requireEpoch(long epoch) {
    if (epoch < 1) {
      throw new IllegalArgumentException("epoch " + epoch);
    }
  }
}
