package dev.ipam.conformance.memory;

import dev.ipam.request.AllocationContext;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Contexts as words, of which the model keeps one with each allocation. */
final class Contexts {
  private static final Map<String, AllocationContext> BY_WORD = new ConcurrentHashMap<>();

  private Contexts() {}

  static String word(AllocationContext context) {
    if (context.equals(AllocationContext.NONE)) {
      return "";
    }
    String word = HexFormat.of().toHexDigits(context.hashCode()) + context;
    BY_WORD.put(word, context);
    return word;
  }

  static AllocationContext context(String word) {
    return BY_WORD.getOrDefault(word, AllocationContext.NONE);
  }
}
