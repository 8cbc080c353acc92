package dev.ipam.cli.plan;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan cannot be carried out, and nothing was changed. */
public final class PlanRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A plan with more faults than this is not a plan. */
  private static final int SHOWN = 10_000;

  private final Kind kind;
  private final String file;
  private final transient List<Fault> faults;

  /** Why a plan is refused. */
  public enum Kind {
    /** The plan is wrong by itself. */
    INVALID("InvalidPlan"),
    /** What is in the store contradicts it. */
    CONFLICT("PlanConflict"),
    /** There is not enough space for it. */
    DOES_NOT_FIT("PlanDoesNotFit");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    /**
     * Returns the stable name.
     *
     * @return the name
     */
    public String code() {
      return code;
    }
  }

  PlanRefused(Kind kind, String file, List<Fault> faults) {
    super(sentence(kind, file, faults.size()));
    this.kind = kind;
    this.file = file;
    this.faults =
        faults.stream().sorted(Comparator.comparingInt(Fault::line)).limit(SHOWN).toList();
  }

  PlanRefused(String file, String why) {
    super("The plan " + file + " cannot be used: " + why + ".");
    this.kind = Kind.INVALID;
    this.file = file;
    this.faults = List.of();
  }

  private static String sentence(Kind kind, String file, int count) {
    String more = count > SHOWN ? ", of which the first " + SHOWN + " are shown" : "";
    String faults = count == 1 ? "1 fault" : count + " faults";
    return switch (kind) {
      case INVALID -> "The plan " + file + " has " + faults + more + "; nothing was changed.";
      case CONFLICT ->
          "The plan "
              + file
              + " contradicts the store in "
              + (count == 1 ? "1 place" : count + " places")
              + more
              + "; nothing was changed.";
      case DOES_NOT_FIT ->
          "The plan "
              + file
              + " does not fit into "
              + (count == 1 ? "1 subnet" : count + " subnets")
              + more
              + "; nothing was changed.";
    };
  }

  /**
   * Returns why it was refused.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /**
   * Returns every fault with its place, for a person.
   *
   * @return {@code file:line: sentence}, in the order of the lines
   */
  public List<String> lines() {
    return faults.stream().map(f -> file + ":" + f.line() + ": " + f.message()).toList();
  }

  /**
   * Returns every fault, for a program.
   *
   * @return the file and its faults
   */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("file", file);
    fields.put("faults", faults.stream().map(PlanRefused::fields).toList());
    return fields;
  }

  private static Map<String, Object> fields(Fault fault) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("line", fault.line());
    fields.put("message", fault.message());
    return fields;
  }
}
