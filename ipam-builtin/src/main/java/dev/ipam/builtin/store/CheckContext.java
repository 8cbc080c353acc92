package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.net.Cidr;
import dev.ipam.spi.CheckProblem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One moment of a store that is being checked, and what has been found so far. */
final class CheckContext {
  private final ReadView view;
  private final RowDecoder decoder;
  private final Consumer<CheckProblem> sink;
  private long records;
  private long problems;

  CheckContext(ReadView view, RowDecoder decoder, Consumer<CheckProblem> sink) {
    this.view = view;
    this.decoder = decoder;
    this.sink = sink;
  }

  ReadView view() {
    return view;
  }

  RowDecoder decoder() {
    return decoder;
  }

  long records() {
    return records;
  }

  long problems() {
    return problems;
  }

  void problem(String part, String problem) {
    problems++;
    sink.accept(new CheckProblem(part, problem));
  }

  void problem(Family family, byte[] key, String problem) {
    problem("table " + family.label() + ", row " + HexFormat.of().formatHex(key), problem);
  }

  /** Runs a part of the check; damage that ends it is one more problem. */
  void attempt(Runnable part) {
    try {
      part.run();
    } catch (StoreCorruptException e) {
      problem(e.part(), e.problem());
    }
  }

  /** Walks over rows; a row that cannot be read does not end the walk, a damaged file does. */
  void forEach(Family family, byte[] prefix, Consumer<Rows> visitor) {
    attempt(
        () -> {
          try (Rows rows = view.rows(family, prefix)) {
            while (rows.next()) {
              records++;
              attempt(() -> visitor.accept(rows));
            }
          }
        });
  }

  /** Walks over one row of each subnet number that a table has rows of. */
  void forEachNumber(Family family, Consumer<byte[]> visitor) {
    attempt(
        () -> {
          try (Rows rows = view.rows(family, new byte[0])) {
            while (rows.next()) {
              byte[] key = rows.key();
              visitor.accept(key);
              byte[] next = key.length < Long.BYTES ? null : Rows.after(prefix(key));
              if (next == null) {
                return;
              }
              rows.seek(next);
            }
          }
        });
  }

  private static byte[] prefix(byte[] key) {
    return Arrays.copyOf(key, Long.BYTES);
  }

  byte @Nullable [] get(Family family, byte[] key) {
    return view.get(family, key);
  }

  boolean has(Family family, ByteWriter key) {
    return get(family, key.toByteArray()) != null;
  }

  /** Returns a subnet's row, or null where there is none that can be read. */
  @Nullable StoredSubnet subnet(String id) {
    byte[] row = get(Family.SUBNETS, id.getBytes(StandardCharsets.UTF_8));
    try {
      return row == null ? null : decoder.subnet(id, row);
    } catch (StoreCorruptException e) {
      return null;
    }
  }

  /** Tells whether an offset is one of a CIDR's. */
  static boolean isWithin(Cidr cidr, UInt128 offset) {
    return offset.toBigInteger().compareTo(cidr.size()) < 0;
  }
}
