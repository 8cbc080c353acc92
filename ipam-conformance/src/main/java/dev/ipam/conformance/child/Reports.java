package dev.ipam.conformance.child;

import dev.ipam.conformance.linear.Operation;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.steps.StepText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a child reported: the operations, on the child's own clock. */
public final class Reports {
  private Reports() {}

  /**
   * Writes the commands that give a child's threads their plans.
   *
   * @param store which of the child's stores
   * @param plans the steps of each thread
   * @return the commands
   */
  public static List<String> commands(int store, List<List<Step>> plans) {
    List<String> commands = new ArrayList<>();
    for (int thread = 0; thread < plans.size(); thread++) {
      for (Step step : plans.get(thread)) {
        commands.add("plan " + store + " " + thread + " " + StepText.write(step));
      }
    }
    return commands;
  }

  /**
   * Reads the operations on a store.
   *
   * @param reports what the child reported
   * @param store which of its stores
   * @param plans the steps of each thread
   * @return the operations; what did not return is pending
   */
  public static List<Operation> operations(
      List<String> reports, int store, List<List<Step>> plans) {
    Map<String, Operation> operations = new LinkedHashMap<>();
    boolean closing = false;
    for (String report : reports) {
      List<String> words = List.of(report.split(" ", 6));
      closing |= words.get(0).equals("closing");
      boolean ours = words.size() > 4 && words.get(1).equals(Integer.toString(store));
      if (ours && words.get(0).equals("invoked")) {
        int thread = Integer.parseInt(words.get(2));
        Step step = plans.get(thread).get(Integer.parseInt(words.get(3)));
        long at = Long.parseLong(words.get(4));
        operations.put(place(words), Operation.pending(thread, step, at));
      } else if (ours && words.get(0).equals("returned")) {
        Operation under = Objects.requireNonNull(operations.get(place(words)));
        Answer answer = Wire.answer(words.get(5));
        if (closing && refusedByClose(answer)) {
          operations.remove(place(words));
        } else {
          long at = Long.parseLong(words.get(4));
          operations.put(
              place(words),
              Operation.of(under.thread(), under.step(), under.invoked(), at, answer));
        }
      }
    }
    return List.copyOf(operations.values());
  }

  /**
   * Reads why a store did not open.
   *
   * @param reports what the child reported
   * @return what the driver answered, or {@code null} where it opened
   */
  public static @Nullable Answer failure(List<String> reports) {
    return reports.stream()
        .filter(report -> report.startsWith("failed "))
        .map(report -> Wire.answer(report.split(" ", 3)[2]))
        .findFirst()
        .orElse(null);
  }

  private static String place(List<String> words) {
    return words.get(2) + " " + words.get(3);
  }

  /** Rule 6.27: what was in flight at close may fail so; then it did nothing. */
  private static boolean refusedByClose(Answer answer) {
    return answer instanceof Answer.Refused refused
        && refused.code().equals("DriverClosed")
        && refused.outcome().equals("NOT_APPLIED");
  }
}
