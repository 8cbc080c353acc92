package dev.ipam.cli;

import dev.ipam.cli.output.Column;
import java.util.List;

/** Says that something is gone. */
final class Deleted {
  private Deleted() {}

  static void tell(Action action, String field, String what, String id) {
    action.tell("Deleted " + what + " " + id + ".", List.of(Column.shown(field, text -> text)), id);
  }
}
