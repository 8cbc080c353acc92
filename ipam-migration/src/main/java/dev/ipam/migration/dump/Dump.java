package dev.ipam.migration.dump;

import dev.ipam.Ipam;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.Capability;
import dev.ipam.spi.Exportable;
import dev.ipam.spi.ImportSession;
import dev.ipam.spi.IpamDriver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The vendor-neutral file of everything that a store holds: one JSON object a line, versioned, with
 * a checksum for every thousand records, the same bytes for the same state in whichever driver.
 *
 * <p>Compressed with gzip where the file's name ends in {@value #COMPRESSED}. Memory does not grow
 * with the number of allocations. {@code docs/dump-format.md} says what is in it.
 *
 * @ipam.rule 7.11..7.21
 * @ipam.rule 7.27
 * @since 0.1
 */
public final class Dump {
  /** How the name of a compressed dump ends. */
  public static final String COMPRESSED = ".gz";

  private Dump() {}

  /**
   * Exports what a driver holds as of one moment, while it serves.
   *
   * <p>The file has its name, and replaces what had it, only when it is whole and on the disk; only
   * its owner may read it.
   *
   * @param driver what to export
   * @param file where to
   * @param progress is told how far it has come
   * @return how much was exported
   * @throws IOException if the file cannot be written; it is not there then
   * @throws dev.ipam.error.UnsupportedException if the driver lacks {@link Capability#EXPORT}
   */
  public static DumpSummary write(IpamDriver driver, Path file, DumpProgress progress)
      throws IOException {
    try (Stream<SnapshotRecord> records = exportable(driver).export()) {
      return DumpWriter.write(records.iterator(), file, progress);
    }
  }

  /**
   * Exports what the facade's driver holds.
   *
   * @param ipam what to export
   * @param file where to
   * @param progress is told how far it has come
   * @return how much was exported
   * @throws IOException if the file cannot be written; it is not there then
   * @throws dev.ipam.error.UnsupportedException if the driver lacks {@link Capability#EXPORT}
   */
  public static DumpSummary write(Ipam ipam, Path file, DumpProgress progress) throws IOException {
    return write(ipam.driver(), file, progress);
  }

  /**
   * Tells whether a file begins as dumps do, of whichever version, or as compressed files do; also
   * one that is empty. Its rest may be anything.
   *
   * @param file a regular file
   * @return whether it may be a dump, or the beginning of one
   * @throws IOException if it cannot be read
   */
  public static boolean mayBeOne(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(Format.START.length);
      return start.length == 0
          || Arrays.equals(start, Format.START)
          || (start.length > 1
              && (start[0] & 0xff) == GzipSource.MAGIC_0
              && (start[1] & 0xff) == GzipSource.MAGIC_1);
    }
  }

  /**
   * Imports a dump into a driver's store, which must hold nothing. Where this throws, it still
   * does, unless the error's outcome is unknown.
   *
   * @param file the dump
   * @param driver where to
   * @param progress is told how far it has come
   * @return how much was imported
   * @throws IOException if the file cannot be read
   * @throws dev.ipam.error.InvalidDumpException if it is damaged, foreign, of another version, or
   *     not what a store could hold
   * @throws dev.ipam.error.StoreNotEmptyException if the store holds something
   * @throws dev.ipam.error.UnsupportedException if the driver lacks {@link Capability#EXPORT}
   */
  public static DumpSummary read(Path file, IpamDriver driver, DumpProgress progress)
      throws IOException {
    try (ImportSession session = exportable(driver).beginImport()) {
      DumpSummary sum = DumpReader.read(file, session::add, progress);
      session.commit();
      return sum;
    }
  }

  /**
   * Imports a dump into the store of the facade's driver.
   *
   * @param file the dump
   * @param ipam where to
   * @param progress is told how far it has come
   * @return how much was imported
   * @throws IOException if the file cannot be read
   * @throws dev.ipam.error.IpamException see {@link #read(Path, IpamDriver, DumpProgress)}
   */
  public static DumpSummary read(Path file, Ipam ipam, DumpProgress progress) throws IOException {
    return read(file, ipam.driver(), progress);
  }

  /**
   * Checks a dump as an import would, without a store: its checksums, and whether one store can
   * hold what is in it.
   *
   * @param file the dump
   * @param progress is told how far it has come
   * @return how much is in it
   * @throws IOException if the file cannot be read
   * @throws dev.ipam.error.InvalidDumpException if it is damaged, foreign, of another version, or
   *     not what a store could hold
   */
  public static DumpSummary check(Path file, DumpProgress progress) throws IOException {
    return DumpReader.read(file, records -> {}, progress);
  }

  private static Exportable exportable(IpamDriver driver) {
    Capability.EXPORT.require(driver.capabilities());
    return driver.extension(Exportable.class).orElseThrow(Capability.EXPORT::missing);
  }
}
