package dev.ipam.conformance.vectors;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An operation on values alone.
 *
 * @param rules the rules that the recorded outcomes follow
 * @param run the operation, from a vector's input
 * @param recorded the value that stands for a recorded one
 * @param faults the codes that the input alone allows for a refusal
 * @param departures where the contract's answer need not be the recorded one
 */
record ValueOperation(
    String rules,
    Function<Json, @Nullable Object> run,
    Function<Json, @Nullable Object> recorded,
    Function<Json, Set<String>> faults,
    List<Departure> departures) {

  /** The recorded outcome in our terms. */
  Answer recordedAnswer(Vector vector) {
    if (vector.expect().has("ok")) {
      return Answer.value(recorded.apply(vector.expect().get("ok")));
    }
    Set<String> codes = new HashSet<>(ErrorNames.ours(vector.expect().get("error").text()));
    codes.retainAll(faults.apply(vector.input()));
    return new Answer.Refused(codes);
  }
}
