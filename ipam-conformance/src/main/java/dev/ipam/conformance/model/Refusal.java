package dev.ipam.conformance.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The model refuses a step: with one error, or with any of several where no rule orders them. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Stands for a field whose value is for people to read. */
  static final Object TEXT =
      new Object() {
        @Override
        public String toString() {
          return "…";
        }
      };

  private final transient List<Option> options;

  /**
   * One error that would be right.
   *
   * @param rule the rule that asks for it
   * @param code its code
   * @param why why, a clause
   * @param fields its fields; a value may be {@link #TEXT} or a {@link Set} of those allowed
   */
  record Option(String rule, String code, String why, Map<String, Object> fields) {
    /** The error itself, with something to read in each text. */
    Answer.Refused toAnswer() {
      Map<String, Object> exact = new LinkedHashMap<>();
      fields.forEach((name, value) -> exact.put(name, exact(value)));
      return new Answer.Refused(code, Match.category(code), "NOT_APPLIED", false, exact, why);
    }

    private Object exact(Object value) {
      if (value instanceof Set<?> any) {
        return exact(any.iterator().next());
      }
      return value == TEXT ? why : value;
    }
  }

  private Refusal(List<Option> options) {
    super(options.toString(), null, false, false);
    this.options = options;
  }

  static Refusal of(String rule, String code, String why, Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return new Refusal(List.of(new Option(rule, code, why, fields)));
  }

  /** Throws where there is anything to refuse for; whichever comes first is right. */
  static void throwAny(List<Refusal> faults) {
    if (!faults.isEmpty()) {
      List<Option> all = new ArrayList<>();
      faults.forEach(fault -> all.addAll(fault.options));
      throw new Refusal(all);
    }
  }

  List<Option> options() {
    return options;
  }
}
