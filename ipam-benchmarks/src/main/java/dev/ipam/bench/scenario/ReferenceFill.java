package dev.ipam.bench.scenario;

import dev.ipam.Ipam;
import dev.ipam.bench.store.Fill;
import dev.ipam.bench.store.Scratch;
import dev.ipam.bench.store.Servers;
import dev.ipam.measure.Comparison;
import dev.ipam.measure.Slice;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.testdb.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What operations of the reference driver cost in a full subnet, against an empty one. */
final class ReferenceFill {
  private static final int NINE_TENTHS = 58_980;
  private static final int IN_BULK = 100;
  private static final double TARGET = 1.25;
  private static final String BULK_OWNER = "bulk";

  private enum Kind {
    ANY("Any"),
    PREFER_NEXT("PreferNext"),
    BULK("Bulk(100)"),
    RELEASE("release");

    private final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  private static final class Slices {
    private final List<Slice> empty = new ArrayList<>();
    private final List<Slice> full = new ArrayList<>();
  }

  private ReferenceFill() {}

  static List<Scenario> all() {
    return List.of(scenario(Engine.SQLITE), scenario(Engine.POSTGRESQL));
  }

  static String prefix(Engine engine) {
    return engine.name().toLowerCase(Locale.ROOT);
  }

  static String title(Engine engine) {
    return switch (engine) {
      case SQLITE -> "SQLite";
      case POSTGRESQL -> "PostgreSQL";
      case MARIADB -> "MariaDB";
      case GALERA -> "Galera";
    };
  }

  private static Scenario scenario(Engine engine) {
    return new Scenario(
        prefix(engine) + "-fill",
        "reference on " + title(engine) + ", a /16 at 90 % against an empty one",
        bench -> run(bench, engine));
  }

  private static List<Figure> run(Bench bench, Engine engine) throws Exception {
    Path directory = Files.createTempDirectory(bench.directory(), "fill-");
    try (Scratch store = Scratch.reference(directory, Servers.database(engine, directory))) {
      Fill.subnet(store.ipam(), "empty", "10.1.0.0/16", 0);
      Fill.subnet(
          store.ipam(), "full", "10.2.0.0/16", bench.effort().of(NINE_TENTHS, NINE_TENTHS, 200));
      int operations = bench.effort().of(60, 30, 2);
      Map<Kind, Slices> all = slices();
      round(store.ipam(), operations, slices(), true);
      for (int i = 0; i < bench.effort().rounds(); i++) {
        round(store.ipam(), operations, all, i % 2 == 0);
      }
      List<Figure> figures = new ArrayList<>();
      for (Kind kind : Kind.values()) {
        Slices slices = of(all, kind);
        figures.add(
            Figure.ofTimes(
                prefix(engine) + "-fill-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                "reference on " + title(engine) + ", " + kind.label + ": /16 at 90 %",
                new Comparison("empty /16", slices.empty, "/16 at 90 %", slices.full),
                TARGET));
      }
      return figures;
    } finally {
      Scratch.delete(directory);
    }
  }

  private static Map<Kind, Slices> slices() {
    Map<Kind, Slices> all = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      all.put(kind, new Slices());
    }
    return all;
  }

  private static Slices of(Map<Kind, Slices> all, Kind kind) {
    return Objects.requireNonNull(all.get(kind));
  }

  private static void round(Ipam ipam, int operations, Map<Kind, Slices> all, boolean emptyFirst) {
    for (boolean empty : new boolean[] {emptyFirst, !emptyFirst}) {
      String subnet = empty ? "empty" : "full";
      for (Kind kind : List.of(Kind.ANY, Kind.PREFER_NEXT)) {
        AddressRequest wanted =
            kind == Kind.ANY ? new AddressRequest.Any() : new AddressRequest.PreferNext();
        AllocationRequest request = AllocationRequest.of(wanted, subnet).withOwner("one");
        List<Allocation> taken = new ArrayList<>(operations);
        long start = System.nanoTime();
        for (int i = 0; i < operations; i++) {
          taken.add(ipam.allocate(request));
        }
        long middle = System.nanoTime();
        for (Allocation each : taken) {
          ipam.release(ReleaseRequest.of(each));
        }
        add(all, kind, empty, operations, middle - start);
        if (kind == Kind.ANY) {
          add(all, Kind.RELEASE, empty, operations, System.nanoTime() - middle);
        }
      }
      int bulks = Math.max(1, operations / 6);
      AllocationRequest bulk = AllocationRequest.bulk(subnet, IN_BULK).withOwner(BULK_OWNER);
      long start = System.nanoTime();
      for (int i = 0; i < bulks; i++) {
        ipam.allocateAll(bulk);
      }
      add(all, Kind.BULK, empty, bulks, System.nanoTime() - start);
      ipam.releaseOwner(BULK_OWNER);
    }
  }

  private static void add(Map<Kind, Slices> all, Kind kind, boolean empty, int count, long nanos) {
    Slices slices = of(all, kind);
    (empty ? slices.empty : slices.full).add(new Slice(count, nanos));
  }
}
