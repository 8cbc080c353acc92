package dev.ipam.conformance.vectors;

import static java.util.stream.Collectors.joining;

import dev.ipam.net.Cidr;
import dev.ipam.net.IpFamily;
import dev.ipam.request.AnySubnetRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetSettings;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.SubnetPools;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Plays the steps on one subnet pool, up to the first that is not as it must be. */
final class PoolPlay {
  private final Vector vector;
  private final IpamDriver driver;
  private final SubnetPools pools;
  private final List<Json> steps;
  private final PoolBook book;
  private @Nullable VectorFailure failure;

  PoolPlay(Vector vector, IpamDriver driver, SubnetPools pools) {
    this.vector = vector;
    this.driver = driver;
    this.pools = pools;
    this.steps = vector.input().get("steps").items();
    this.book = new PoolBook(vector.input().get("pool"));
  }

  /** Plays the sequence and returns what is wrong, if anything is. */
  Optional<VectorFailure> play() {
    Json pool = vector.input().get("pool");
    pools.createPool(PoolDefinitions.request(vector.id(), pool).withProject(PoolBook.OWNER));
    List<Json> outcomes = vector.expect().get("ok").items();
    for (int i = 0; i < steps.size() && failure == null; i++) {
      if (!outcomes.get(i).has("skipped")) {
        step(i, new PoolStepView(pool, steps.get(i), outcomes.get(i), book));
      }
    }
    if (failure == null) {
      Answer expected = Answer.value(book.units());
      Answer actual = Answer.of(this::units);
      check(steps.size() - 1, expected, actual, "5.21, 5.22, 5.29");
    }
    return Optional.ofNullable(failure);
  }

  private void step(int place, PoolStepView view) {
    Optional<PoolDeparture> departure = PoolDeparture.of(view);
    Answer expected = departure.map(one -> one.contract(view)).orElseGet(view::recordedAnswer);
    String rules =
        departure
            .map(one -> one.rules() + ": " + one)
            .orElse("as recorded; 5.10..5.12, 5.16..5.24, 5.36");
    Answer actual = Answer.of(() -> run(place, view));
    check(place, expected, actual, rules);
    if (failure == null) {
      Answer reached = Answer.of(() -> goOn(place, view, actual));
      if (!(reached instanceof Answer.Value)) {
        fail(place, "to go on as the record does", reached, rules);
      }
    }
  }

  private @Nullable Object run(int place, PoolStepView view) {
    if (view.isRelease()) {
      driver.removeSubnet(id(view.step().get("ref").text()), false);
      return null;
    }
    Subnet subnet = driver.createSubnet(request(place, view));
    return new PoolStepView.Granted(subnet.cidr(), subnet.gateway(), subnet.pools());
  }

  private SubnetRequest request(int place, PoolStepView view) {
    Json step = view.step();
    SubnetSettings settings = SubnetFacts.settings(step);
    String id = id(name(place, step));
    if (!view.isAny()) {
      return new SpecificSubnetRequest(
          id, view.project(), Cidr.parse(step.get("cidr").text()), vector.id(), settings, null);
    }
    AnySubnetRequest any =
        new AnySubnetRequest(
            id,
            view.project(),
            step.hasValue("version") ? IpFamily.ofVersion(step.get("version").integer()) : null,
            step.get("prefixlen").integer(),
            vector.id(),
            settings,
            null);
    return view.gateway() == null ? any.withGateway(GatewayChoice.AUTOMATIC) : any;
  }

  /** Brings the driver and the book to what the record has after the step. */
  private @Nullable Object goOn(int place, PoolStepView view, Answer actual) {
    if (view.isRelease()) {
      book.remove(view.step().get("ref").text());
      return null;
    }
    String name = name(place, view.step());
    boolean granted = actual instanceof Answer.Value;
    if (granted && !view.succeeded()) {
      driver.removeSubnet(id(name), false);
    }
    if (view.succeeded()) {
      Cidr cidr = Cidr.parse(view.recorded().get("ok").get("cidr").text());
      String project = granted ? view.project() : name + "'s alone";
      if (!granted) {
        driver.createSubnet(
            new SpecificSubnetRequest(
                id(name), project, cidr, vector.id(), SubnetSettings.DEFAULT, null));
      }
      book.add(name, new PoolBook.Entry(cidr, view.project(), project));
    }
    return null;
  }

  private Map<String, String> units() {
    Map<String, String> units = new TreeMap<>();
    pools
        .poolUsage(vector.id())
        .byProject()
        .forEach((project, amount) -> units.put(project, amount.toString()));
    return units;
  }

  static String name(int place, Json step) {
    String name = step.textOrNull("name");
    return name == null ? "step " + (place + 1) : name;
  }

  private String id(String name) {
    return vector.id() + "/" + name;
  }

  private void check(int place, Answer expected, Answer actual, String rules) {
    if (!expected.accepts(actual)) {
      fail(place, expected.toString(), actual, rules);
    }
  }

  private void fail(int place, String expected, Answer actual, String rules) {
    String input = steps.subList(0, place + 1).stream().map(Json::values).collect(joining("; "));
    failure =
        new VectorFailure(
            "%s, step %d of %d".formatted(vector.id(), place + 1, steps.size()),
            vector.input().get("pool") + ": " + input,
            expected,
            actual.toString(),
            rules);
  }
}
