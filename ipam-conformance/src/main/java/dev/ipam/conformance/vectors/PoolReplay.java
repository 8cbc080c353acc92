package dev.ipam.conformance.vectors;

import dev.ipam.net.Cidr;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.SubnetPools;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Replays the sequences of steps on subnet pools on a driver. */
final class PoolReplay {
  private final VectorOperation operation;
  private final IpamDriver driver;
  private final List<VectorFailure> failures = new ArrayList<>();

  PoolReplay(VectorOperation operation, IpamDriver driver) {
    this.operation = operation;
    this.driver = driver;
  }

  VectorReport run() {
    List<Vector> vectors = operation.read();
    Map<String, Integer> decided = countDepartures(vectors);
    List<String> notApplicable = new ArrayList<>();
    Optional<SubnetPools> pools = driver.extension(SubnetPools.class);
    boolean able = driver.capabilities().contains(Capability.POOLS);
    if (able && pools.isPresent()) {
      SubnetPools present = pools.get();
      InParallel.map(vectors, vector -> new PoolPlay(vector, driver, present).play())
          .forEach(failure -> failure.ifPresent(failures::add));
    } else {
      vectors.forEach(vector -> notApplicable.add(vector.id() + " needs " + Capability.POOLS));
    }
    return new VectorReport(operation, vectors.size(), decided, notApplicable, failures);
  }

  /** Counts what the departures decide by the record alone, whatever the driver can do. */
  private Map<String, Integer> countDepartures(List<Vector> vectors) {
    Map<PoolDeparture, Integer> counts = new LinkedHashMap<>();
    vectors.forEach(vector -> count(vector, counts));
    Map<String, Integer> decided = new LinkedHashMap<>();
    for (PoolDeparture departure : PoolDeparture.values()) {
      int actual = counts.getOrDefault(departure, 0);
      decided.put(departure.toString(), actual);
      if (actual != departure.count()) {
        failures.add(
            new VectorFailure(
                "departure: " + departure,
                "all steps of " + operation.label(),
                departure.count() + " steps that it decides",
                actual + " steps",
                departure.rules()));
      }
    }
    return decided;
  }

  private static void count(Vector vector, Map<PoolDeparture, Integer> counts) {
    Json pool = vector.input().get("pool");
    PoolBook book = new PoolBook(pool);
    List<Json> steps = vector.input().get("steps").items();
    for (int i = 0; i < steps.size(); i++) {
      Json step = steps.get(i);
      Json outcome = vector.expect().get("ok").items().get(i);
      if (outcome.has("skipped")) {
        continue;
      }
      PoolStepView view = new PoolStepView(pool, step, outcome, book);
      Optional<PoolDeparture> departure = PoolDeparture.of(view);
      departure.ifPresent(one -> counts.merge(one, 1, Integer::sum));
      if (view.isRelease()) {
        book.remove(step.get("ref").text());
      } else if (view.succeeded()) {
        String name = PoolPlay.name(i, step);
        boolean granted =
            departure.map(one -> one.contract(view)).orElseGet(view::recordedAnswer)
                instanceof Answer.Value;
        Cidr cidr = Cidr.parse(outcome.get("ok").get("cidr").text());
        String project = granted ? view.project() : name + "'s alone";
        book.add(name, new PoolBook.Entry(cidr, view.project(), project));
      }
    }
  }
}
