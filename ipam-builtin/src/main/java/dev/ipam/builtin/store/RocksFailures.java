package dev.ipam.builtin.store;

import dev.ipam.error.IpamException;
import dev.ipam.error.Outcome;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.error.StoreInUseException;
import dev.ipam.error.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Says in this library's terms what RocksDB reports. */
final class RocksFailures {
  /** RocksDB's files, those first that are damaged where a message names several. */
  private static final List<Pattern> FILES =
      List.of(
          Pattern.compile("(\\d+\\.(?:sst|log|blob))\\b"),
          Pattern.compile("(MANIFEST-\\d+|OPTIONS-\\d+|CURRENT|IDENTITY)\\b"));

  private RocksFailures() {}

  /** What made opening fail: there, a file that is not where it should be is damage. */
  static IpamException opening(Path store, RocksDBException e) {
    String message = message(e);
    if (message.contains("lock file") || message.contains("LOCK:")) {
      return new StoreInUseException(store.toString(), "another process");
    }
    boolean ioError = code(e) == Status.Code.IOError;
    if (!ioError || (isMissing(message) && !message.contains("write"))) {
      return corrupt(store, message);
    }
    return unavailable(store, e, Outcome.NOT_APPLIED);
  }

  /** What made reading fail; files are opened when they are first read. */
  static IpamException reading(Path store, RocksDBException e) {
    String message = message(e);
    return code(e) == Status.Code.Corruption || isMissing(message)
        ? corrupt(store, message)
        : unavailable(store, e, Outcome.NOT_APPLIED);
  }

  /** What made writing fail: whether it was written is not known. */
  static IpamException writing(Path store, RocksDBException e) {
    if (code(e) == Status.Code.Corruption) {
      String message = message(e);
      return new StoreCorruptException(
          store.toString(), part(store, message), message, Outcome.UNKNOWN);
    }
    return unavailable(store, e, Outcome.UNKNOWN);
  }

  private static boolean isMissing(String message) {
    return message.contains("No such file") || message.contains("does not exist");
  }

  static UnavailableException unavailable(Path store, RocksDBException e, Outcome outcome) {
    Status status = e.getStatus();
    boolean full = status != null && status.getSubCode() == Status.SubCode.NoSpace;
    String reason = full ? "its disk is full (" + message(e) + ")" : message(e);
    return new UnavailableException(store.toString(), reason, outcome, e);
  }

  private static StoreCorruptException corrupt(Path store, String message) {
    return new StoreCorruptException(store.toString(), part(store, message), message);
  }

  private static String part(Path store, String message) {
    for (Pattern pattern : FILES) {
      Matcher file = pattern.matcher(message);
      if (file.find()) {
        return StoreDirectory.DATA + "/" + file.group(1);
      }
    }
    // Of damage in the log RocksDB says what it is, not where.
    return logs(store);
  }

  private static String logs(Path store) {
    try (Stream<Path> files = Files.list(store.resolve(StoreDirectory.DATA))) {
      String names =
          files
              .map(file -> StoreDirectory.DATA + "/" + file.getFileName())
              .filter(name -> name.endsWith(".log"))
              .sorted()
              .collect(Collectors.joining(" or "));
      return names.isEmpty() ? StoreDirectory.DATA : names;
    } catch (IOException e) {
      return StoreDirectory.DATA;
    }
  }

  private static Status.@Nullable Code code(RocksDBException e) {
    Status status = e.getStatus();
    return status == null ? null : status.getCode();
  }

  private static String message(RocksDBException e) {
    String message = e.getMessage();
    String text = message == null || message.isBlank() ? e.toString() : message;
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
