package dev.ipam.joint;

import java.io.IOException;
import java.nio.file.Path;

/** A process that opens a folder of intents, says so by one character, and keeps it. */
final class JournalHolder {
  private JournalHolder() {}

  public static void main(String[] arguments) throws IOException {
    try (IntentJournal journal = IntentJournal.open(Path.of(arguments[0]))) {
      System.out.write('x');
      System.out.flush();
      while (System.in.read() >= 0) {
        journal.ids();
      }
    }
  }
}
