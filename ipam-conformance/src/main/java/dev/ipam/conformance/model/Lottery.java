package dev.ipam.conformance.model;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Chooses under RANDOM when the model itself is the driver: every free address alike (3.12). */
final class Lottery implements Turn.Hints {
  private static final int DRAWS = 200;

  private final RandomGenerator random;
  private final long reading;

  Lottery(RandomGenerator random, long reading) {
    this.reading = reading;
    this.random = random;
  }

  @Override
  public @Nullable Held next(AddressStep.Allocate request, Net net, @Nullable Addr address) {
    boolean open = address == null && net.def.policy().equals("RANDOM");
    return open ? new Held(net.def.id(), draw(net), null, 0, "", -1, null, "") : null;
  }

  /** What is drawn from the pools until it is free; when that takes too long, from all that is. */
  private Addr draw(Net net) {
    BigInteger capacity = net.capacity();
    long now = Math.max(reading, net.floor);
    for (int i = 0; i < DRAWS; i++) {
      Addr drawn = at(net, below(capacity));
      if (net.free(drawn, now)) {
        return drawn;
      }
    }
    List<Addr> free = new ArrayList<>();
    net.lowest(
        each -> {
          if (net.free(each, now)) {
            free.add(each);
          }
          return false;
        });
    return free.get(random.nextInt(free.size()));
  }

  private static Addr at(Net net, BigInteger place) {
    BigInteger rest = place;
    for (Span pool : net.def.pools()) {
      if (rest.compareTo(pool.size()) < 0) {
        return pool.first().plus(rest);
      }
      rest = rest.subtract(pool.size());
    }
    throw new IllegalArgumentException("the pools have no place " + place);
  }

  private BigInteger below(BigInteger bound) {
    while (true) {
      byte[] bytes = new byte[bound.bitLength() / 8 + 1];
      random.nextBytes(bytes);
      BigInteger drawn = new BigInteger(1, bytes).shiftRight(bytes.length * 8 - bound.bitLength());
      if (drawn.compareTo(bound) < 0) {
        return drawn;
      }
    }
  }
}
