package dev.ipam.conformance.rules;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a test asked of a driver and what it answered: the first calls and the last ones. Texts are
 * made only when they are asked for, so that recording costs next to nothing.
 *
 * <p>Safe for use by any number of threads.
 */
final class Transcript {
  private static final int FIRST = 12;
  private static final int LAST = 12;

  /** What the current thread did of something that is told in one line if it succeeds. */
  private static final ThreadLocal<@Nullable List<Entry>> INSIDE = new ThreadLocal<>();

  private final List<Entry> first = new ArrayList<>();
  private final Deque<Entry> last = new ArrayDeque<>();
  private long count;

  /** A line: a call and its answer, or a remark. */
  private static final class Entry {
    private long number;
    private final String what;
    private final Object @Nullable [] arguments;
    private volatile @Nullable Object answer;
    private volatile boolean answered;

    Entry(long number, String what, Object @Nullable [] arguments) {
      this.number = number;
      this.what = what;
      this.arguments = arguments;
    }

    void answer(@Nullable Object value) {
      answer = value;
      answered = true;
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder().append(number).append(". ").append(what);
      if (arguments != null) {
        for (Object argument : arguments) {
          text.append(' ').append(Words.of(argument));
        }
        text.append(answered ? " -> " + Words.of(answer) : " -> no answer yet");
      }
      return text.toString();
    }
  }

  synchronized void remark(String what) {
    add(new Entry(++count, what, null));
  }

  private synchronized Entry call(String what, Object @Nullable [] arguments) {
    List<Entry> aside = INSIDE.get();
    Object[] given = arguments == null ? new Object[0] : arguments;
    Entry entry = new Entry(aside == null ? ++count : 0, what, given);
    if (aside == null) {
      add(entry);
    } else {
      aside.add(entry);
    }
    return entry;
  }

  /** Does something of many calls; they are told one by one only where it fails. */
  <T> T inOneLine(String what, Supplier<T> calls) {
    List<Entry> entries = new ArrayList<>();
    INSIDE.set(entries);
    boolean done = false;
    try {
      T answer = calls.get();
      done = true;
      return answer;
    } finally {
      INSIDE.remove();
      told(done ? what : null, entries);
    }
  }

  private synchronized void told(@Nullable String instead, List<Entry> entries) {
    if (instead != null) {
      remark(instead);
      return;
    }
    for (Entry entry : entries) {
      entry.number = ++count;
      add(entry);
    }
  }

  private void add(Entry entry) {
    if (first.size() < FIRST) {
      first.add(entry);
      return;
    }
    last.add(entry);
    if (last.size() > LAST) {
      last.remove();
    }
  }

  /** Returns the lines, and says how many were left out between them. */
  synchronized List<String> lines() {
    List<String> lines = new ArrayList<>();
    first.forEach(entry -> lines.add(entry.toString()));
    long out = count - first.size() - last.size();
    if (out > 0) {
      lines.add("… " + out + " more …");
    }
    last.forEach(entry -> lines.add(entry.toString()));
    return lines;
  }

  /** Returns something that does all as a part of a driver, and records it. */
  <T> T record(Class<T> type, T part) {
    InvocationHandler handler =
        (proxy, method, arguments) ->
            method.getDeclaringClass() == Object.class
                ? invoke(part, method, arguments)
                : recorded(part, method, arguments);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private @Nullable Object recorded(Object part, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Object only = arguments != null && arguments.length == 1 ? arguments[0] : null;
    if (only instanceof Class<?> type && method.getReturnType() == Optional.class) {
      Object found = invoke(part, method, arguments);
      return found instanceof Optional<?> extension
          ? extension.map(each -> recorded(type, each))
          : found;
    }
    if (method.getName().equals("capabilities")) {
      // Asked all the time by the tests themselves; it would crowd out what matters.
      return invoke(part, method, arguments);
    }
    Entry entry = call(method.getName(), arguments);
    try {
      Object answer = invoke(part, method, arguments);
      entry.answer(method.getReturnType() == void.class ? "done" : answer);
      return answer;
    } catch (Throwable thrown) {
      entry.answer(thrown);
      throw thrown;
    }
  }

  private <T> T recorded(Class<T> type, Object extension) {
    return type.isInterface() ? record(type, type.cast(extension)) : type.cast(extension);
  }

  private static @Nullable Object invoke(Object part, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(part, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
