package dev.ipam.cli.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML, and so JSON, into {@link Node}s. It builds no objects that the file names, expands no
 * aliases, and bounds depth and size, so that a hostile file costs no more than its bytes.
 */
final class NodeReader {
  static final int MAX_DEPTH = 20;
  static final int MAX_NODES = 4_000_000;

  private final Iterator<Event> events;
  private final Deque<Open> open = new ArrayDeque<>();
  private int nodes;
  private @Nullable Node root;

  /** A list or a mapping whose end has not been read. */
  private static final class Open {
    private final int line;
    private final boolean mapping;
    private final List<Node> elements = new ArrayList<>();
    private final List<Node.Entry> entries = new ArrayList<>();
    private Node.@Nullable Scalar key;

    private Open(int line, boolean mapping) {
      this.line = line;
      this.mapping = mapping;
    }
  }

  /** Ends the reading: what follows cannot be understood. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Fault fault;

    private Unreadable(int line, String message) {
      super(message);
      this.fault = new Fault(line, message);
    }

    Fault fault() {
      return fault;
    }
  }

  private NodeReader(Iterator<Event> events) {
    this.events = events;
  }

  static Node read(String text) throws Unreadable {
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).setUseMarks(true).build();
    try {
      return new NodeReader(new Parse(settings).parseString(untabbed(text)).iterator()).read();
    } catch (MarkedYamlEngineException e) {
      throw new Unreadable(
          e.getProblemMark().map(NodeReader::line).orElse(1),
          "This is neither YAML nor JSON: " + plain(e.getProblem()) + ".");
    } catch (ReaderException e) {
      throw new Unreadable(
          line(text, e.getPosition()),
          "There is a character that no text holds (U+%04X); remove it."
              .formatted(e.getCodePoint()));
    } catch (YamlEngineException e) {
      throw new Unreadable(1, "This is neither YAML nor JSON: " + plain(e.getMessage()) + ".");
    }
  }

  /** JSON may be indented by tabs, which YAML does not take; its strings cannot hold any. */
  private static String untabbed(String text) {
    return text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text;
  }

  private Node read() throws Unreadable {
    while (events.hasNext()) {
      Event event = events.next();
      int line = event.getStartMark().map(NodeReader::line).orElse(1);
      switch (event.getEventId()) {
        case DocumentStart -> {
          if (root != null) {
            throw new Unreadable(line, "A second document begins here; a plan is one document.");
          }
        }
        case Alias ->
            throw new Unreadable(
                line,
                "Aliases (*"
                    + ((AliasEvent) event).getAlias()
                    + ") are not used in plans; write it out.");
        case Scalar -> add(scalar((ScalarEvent) event, line));
        case SequenceStart -> open(new Open(line, false));
        case MappingStart -> open(new Open(line, true));
        case SequenceEnd, MappingEnd -> close();
        default -> {}
      }
    }
    return root == null ? new Node.Scalar(1, null) : root;
  }

  private static Node.Scalar scalar(ScalarEvent event, int line) {
    String text = event.getValue();
    boolean nothing =
        event.isPlain() && (text.isEmpty() || text.equals("~") || text.equals("null"));
    return new Node.Scalar(line, nothing ? null : text);
  }

  private void open(Open collection) throws Unreadable {
    if (open.size() == MAX_DEPTH) {
      throw new Unreadable(collection.line, "This is nested deeper than any plan is.");
    }
    Open parent = open.peek();
    if (parent != null && parent.mapping && parent.key == null) {
      throw new Unreadable(collection.line, "A key must be a word, not a list or a mapping.");
    }
    open.push(collection);
  }

  private void close() throws Unreadable {
    Open done = open.pop();
    add(
        done.mapping
            ? new Node.Mapping(done.line, done.entries)
            : new Node.Sequence(done.line, done.elements));
  }

  private void add(Node node) throws Unreadable {
    if (++nodes > MAX_NODES) {
      throw new Unreadable(
          node.line(), "The plan has more than " + MAX_NODES + " values; divide it.");
    }
    Open parent = open.peek();
    if (parent == null) {
      root = node;
    } else if (!parent.mapping) {
      parent.elements.add(node);
    } else if (parent.key != null) {
      parent.entries.add(
          new Node.Entry(
              parent.key.line(), Optional.ofNullable(parent.key.text()).orElse(""), node));
      parent.key = null;
    } else if (node instanceof Node.Scalar key) {
      parent.key = key;
    }
  }

  private static int line(Mark mark) {
    return mark.getLine() + 1;
  }

  private static int line(String text, int position) {
    return 1 + (int) text.codePoints().limit(position).filter(c -> c == '\n').count();
  }

  private static String plain(@Nullable String problem) {
    return problem == null ? "it cannot be read" : problem.replaceAll("\\s+", " ").strip();
  }
}
