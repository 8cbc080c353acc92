package dev.ipam.cli;

import dev.ipam.cli.output.Column;
import dev.ipam.cli.output.Output;
import java.util.List;

/** Says that something is gone. */
final class Deleted {
  private Deleted() {}

  static void tell(Action action, Output output, String field, String what, String id) {
    if (action.root().forPeople()) {
      output.say("Deleted " + what + " " + id + ".");
    } else {
      output.one(List.of(Column.shown(field, text -> text)), id);
    }
  }
}
