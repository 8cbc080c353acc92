package dev.ipam.joint;

import dev.ipam.error.StoreCorruptException;
import dev.ipam.file.OwnerOnly;
import dev.ipam.request.Allocation;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Intents in a folder, a file for each: made whole by renaming, then appended to, and synced before
 * what they announce. Only the torn end of a last note is dropped. One process at a time.
 */
final class IntentJournal implements Intents {
  private static final String SUFFIX = ".intent";
  private static final String UNNAMED = ".new";

  private final IntentFolder folder;
  private final Map<String, Long> lengths = new ConcurrentHashMap<>();

  private IntentJournal(IntentFolder folder) {
    this.folder = folder;
  }

  static IntentJournal open(Path path) {
    IntentFolder folder = IntentFolder.lock(path);
    try (Stream<Path> files = Files.list(path)) {
      // What was never named was never acted on.
      for (Path file : files.filter(file -> file.toString().endsWith(UNNAMED)).toList()) {
        Files.delete(file);
      }
      return new IntentJournal(folder);
    } catch (IOException e) {
      folder.close();
      throw folder.unavailable(e);
    }
  }

  @Override
  public List<String> ids() {
    try (Stream<Path> files = Files.list(folder.path())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw folder.unavailable(e);
    }
  }

  @Override
  public Intent read(String id) {
    IntentReader reader = new IntentReader();
    long end = 0;
    long complete = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file(id)))) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        end++;
        if (next != '\n') {
          bytes.write(next);
          continue;
        }
        byte[] line = bytes.toByteArray();
        bytes.reset();
        if (!IntentReader.isWhole(line)) {
          throw corrupt(id, "the line that ends at byte " + end + " is not as it was written");
        }
        reader.line(line);
        complete = reader.isComplete() ? end : complete;
      }
      if (complete == 0) {
        throw corrupt(id, "its first lines are missing");
      }
      Intent intent = reader.intent(id);
      lengths.put(id, complete);
      return intent;
    } catch (CharacterCodingException e) {
      throw corrupt(id, "it is not UTF-8");
    } catch (IOException e) {
      throw folder.unavailable(e);
    } catch (StoreCorruptException e) {
      throw e;
    } catch (RuntimeException e) {
      throw corrupt(id, "it holds what no joint allocation is");
    }
  }

  @Override
  public void create(Intent intent) {
    byte[] bytes = new IntentWriter().intent(intent).toBytes();
    Path file = file(intent.id());
    Path unnamed = file.resolveSibling(file.getFileName() + UNNAMED);
    try {
      Files.deleteIfExists(unnamed);
      try (FileChannel channel =
          OwnerOnly.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        write(channel, bytes);
      }
      Files.move(
          unnamed, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      OwnerOnly.sync(folder.path());
      lengths.put(intent.id(), (long) bytes.length);
    } catch (IOException e) {
      throw folder.unavailable(e);
    }
  }

  @Override
  public void took(String id, Map<Integer, List<Allocation>> known) {
    IntentWriter writer = new IntentWriter();
    new TreeMap<>(known).forEach(writer::took);
    append(id, writer.toBytes());
  }

  @Override
  public void begin(String id, int part, List<Allocation> before) {
    append(id, new IntentWriter().took(part - 1, before).began(part).toBytes());
  }

  /** Goes on behind the last whole note, whatever an append that failed has left there. */
  private void append(String id, byte[] bytes) {
    Long length = lengths.get(id);
    if (length == null) {
      throw folder.unavailable(new IOException("it holds no intent " + id));
    }
    try (FileChannel channel = FileChannel.open(file(id), StandardOpenOption.WRITE)) {
      channel.truncate(length).position(length);
      write(channel, bytes);
      lengths.put(id, length + bytes.length);
    } catch (IOException e) {
      throw folder.unavailable(e);
    }
  }

  private static void write(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    channel.force(true);
  }

  @Override
  public void remove(String id) {
    try {
      Files.deleteIfExists(file(id));
      OwnerOnly.sync(folder.path());
      lengths.remove(id);
    } catch (IOException e) {
      throw folder.unavailable(e);
    }
  }

  @Override
  public void close() {
    folder.close();
  }

  private Path file(String id) {
    return folder.path().resolve(id + SUFFIX);
  }

  private StoreCorruptException corrupt(String id, String problem) {
    return new StoreCorruptException(folder.path().toString(), id + SUFFIX, problem);
  }
}
