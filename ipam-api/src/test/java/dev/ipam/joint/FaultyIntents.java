package dev.ipam.joint;

import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.memory.Faults;
import dev.ipam.request.Allocation;
import java.util.List;
import java.util.Map;

/** Intents whose writes go wrong as planned. */
final class FaultyIntents implements Intents {
  private final Intents intents;
  private final Faults faults;

  FaultyIntents(Intents intents, Faults faults) {
    this.intents = intents;
    this.faults = faults;
  }

  private void write(String what, Runnable write) {
    try {
      faults.before(what);
      write.run();
      faults.after(what);
    } catch (UnavailableException e) {
      // Whatever a disk says, no address was touched.
      throw new UnavailableException("disk", what, Outcome.NOT_APPLIED, e);
    }
  }

  @Override
  public List<String> ids() {
    return intents.ids();
  }

  @Override
  public Intent read(String id) {
    return intents.read(id);
  }

  @Override
  public void create(Intent intent) {
    write("create intent", () -> intents.create(intent));
  }

  @Override
  public void took(String id, Map<Integer, List<Allocation>> known) {
    write("note what was taken", () -> intents.took(id, known));
  }

  @Override
  public void begin(String id, int part, List<Allocation> before) {
    write("note part " + part, () -> intents.begin(id, part, before));
  }

  @Override
  public void remove(String id) {
    write("remove intent", () -> intents.remove(id));
  }

  @Override
  public void close() {
    intents.close();
  }
}
