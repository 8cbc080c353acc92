package dev.ipam.joint;

import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.request.Allocation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Intents as they would be on disk, without waiting for one. */
final class MemoryIntents implements Intents {
  private final Map<String, ByteArrayOutputStream> files = new TreeMap<>();

  private synchronized void append(String id, IntentWriter notes) {
    ByteArrayOutputStream file = files.get(id);
    if (file == null) {
      throw new UnavailableException("disk", "there is no " + id, Outcome.NOT_APPLIED, null);
    }
    file.writeBytes(notes.toBytes());
  }

  @Override
  public synchronized List<String> ids() {
    return List.copyOf(files.keySet());
  }

  @Override
  public synchronized Intent read(String id) {
    IntentReader reader = new IntentReader();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      for (byte next : Objects.requireNonNull(files.get(id), id).toByteArray()) {
        if (next == '\n') {
          reader.line(line.toByteArray());
          line.reset();
        } else {
          line.write(next);
        }
      }
      return reader.intent(id);
    } catch (CharacterCodingException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public synchronized void create(Intent intent) {
    files.put(intent.id(), new ByteArrayOutputStream());
    append(intent.id(), new IntentWriter().intent(intent));
  }

  @Override
  public void took(String id, Map<Integer, List<Allocation>> known) {
    IntentWriter notes = new IntentWriter();
    known.forEach(notes::took);
    append(id, notes);
  }

  @Override
  public void begin(String id, int part, List<Allocation> before) {
    append(id, new IntentWriter().took(part - 1, before).began(part));
  }

  @Override
  public synchronized void remove(String id) {
    files.remove(id);
  }

  @Override
  public void close() {}
}
