package dev.ipam.cli.plan;

import dev.ipam.cli.text.Nearest;
import dev.ipam.cli.text.Texts;
import dev.ipam.error.IpamException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes the values out of one mapping of a plan, and notes whatever is wrong with them. */
final class MappingReader {
  private final String what;
  private final int line;
  private final List<Fault> faults;
  private final Map<String, Node.Entry> entries = new LinkedHashMap<>();

  /**
   * Checks the keys.
   *
   * @param what what the mapping describes, with an article
   */
  MappingReader(String what, Node.Mapping mapping, List<String> keys, List<Fault> faults) {
    this.what = what;
    this.line = mapping.line();
    this.faults = faults;
    for (Node.Entry entry : mapping.entries()) {
      Node.Entry before = entries.putIfAbsent(entry.key(), entry);
      if (before != null) {
        fault(
            entry.line(),
            quote(entry.key())
                + " stands here twice, first in line "
                + before.line()
                + "; keep one.");
      } else if (!keys.contains(entry.key())) {
        fault(
            entry.line(),
            "There is no key "
                + quote(entry.key())
                + " for "
                + what
                + "; did you mean "
                + quote(Nearest.to(entry.key(), keys))
                + "? Its keys are "
                + String.join(", ", keys)
                + ".");
      }
    }
  }

  int line() {
    return line;
  }

  int line(String key) {
    Node.Entry entry = entries.get(key);
    return entry == null ? line : entry.line();
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  Set<String> keys() {
    return Set.copyOf(entries.keySet());
  }

  /** The keys of these that are there, when at most one may be. */
  void atMostOneOf(List<String> exclusive) {
    List<String> there = exclusive.stream().filter(this::has).toList();
    if (there.size() > 1) {
      String keys = String.join(" and ", there.stream().map(MappingReader::quote).toList());
      fault(line(there.get(1)), keys + " do not go together for " + what + "; keep one.");
    }
  }

  /** Reads a value, if it is there and a text that can be understood. */
  <T> @Nullable T value(String key, Function<String, T> parse) {
    Node.Entry entry = entries.get(key);
    return entry == null ? null : parse(key, entry.value(), parse);
  }

  /** Reads a value that must be there. */
  <T> @Nullable T required(String key, Function<String, T> parse) {
    if (!has(key)) {
      fault(line, "There is no " + quote(key) + " for " + what + "; add one.");
    }
    return value(key, parse);
  }

  /** Reads one text or a list of texts; what cannot be understood is left out. */
  List<String> texts(String key) {
    Node.Entry entry = entries.get(key);
    List<String> texts = new ArrayList<>();
    if (entry == null) {
      return texts;
    }
    List<Node> nodes =
        entry.value() instanceof Node.Sequence sequence
            ? sequence.elements()
            : List.of(entry.value());
    for (Node node : nodes) {
      String text = parse(key, node, t -> t);
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  /** Reads a list of mappings. */
  List<Node.Mapping> mappings(String key) {
    Node.Entry entry = entries.get(key);
    if (entry == null || isNothing(entry.value())) {
      return List.of();
    }
    if (!(entry.value() instanceof Node.Sequence sequence)) {
      fault(entry.line(), quote(key) + " must be a list; begin each element with \"- \".");
      return List.of();
    }
    List<Node.Mapping> mappings = new ArrayList<>(sequence.elements().size());
    for (Node element : sequence.elements()) {
      if (element instanceof Node.Mapping mapping) {
        mappings.add(mapping);
      } else {
        fault(
            element.line(),
            "Each element of " + quote(key) + " must be a mapping of keys to values.");
      }
    }
    return mappings;
  }

  /** Runs what may refuse a value, and notes the refusal. */
  <T> @Nullable T attempt(int where, Supplier<T> step) {
    try {
      return step.get();
    } catch (IpamException e) {
      fault(where, String.valueOf(e.getMessage()));
      return null;
    }
  }

  void fault(int where, String message) {
    faults.add(new Fault(where, Character.toUpperCase(message.charAt(0)) + message.substring(1)));
  }

  static String quote(String text) {
    return '"' + Texts.quotable(text) + '"';
  }

  private <T> @Nullable T parse(String key, Node node, Function<String, T> parse) {
    if (!(node instanceof Node.Scalar scalar)) {
      fault(node.line(), quote(key) + " of " + what + " must be one value, not a list or mapping.");
      return null;
    }
    String text = scalar.text();
    if (text == null) {
      fault(node.line(), quote(key) + " of " + what + " has no value; give it one or remove it.");
      return null;
    }
    return attempt(node.line(), () -> parse.apply(text));
  }

  private static boolean isNothing(Node node) {
    return node instanceof Node.Scalar scalar && scalar.text() == null;
  }
}
