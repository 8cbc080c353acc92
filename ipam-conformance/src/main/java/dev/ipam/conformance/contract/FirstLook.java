package dev.ipam.conformance.contract;

import java.util.List;
import java.util.Map;

/**
 * What to look at first in a driver that breaks a rule which is decided by a check over many
 * operations: a crash, a loss of power, several processes, or many threads. Tests of single rules
 * have such a list of their own.
 *
 * @since 0.1
 */
public final class FirstLook {
  private static final String ATOMIC =
      "whether all writes of one operation are in one transaction, or under one lock, with what they"
          + " were decided by";

  private static final Map<String, List<String>> LISTS =
      Map.ofEntries(
          list(
              "3.43",
              "whether the counter of tokens is stored with, or before, the allocation that uses it",
              "whether opening goes on above the highest token ever given out, not above the highest"
                  + " one still held"),
          list(
              "6.01",
              "whether what is read and what is written after it are one step: one lock, one"
                  + " transaction, or a compare-and-set",
              "whether a look-up may see half of an operation, or the store as it was"),
          list(
              "6.02",
              ATOMIC,
              "whether something is kept in the memory of a process that another process may have"
                  + " changed in the store",
              "whether read, compare and write are one step of the store, not three of the client"),
          list(
              "6.05",
              "whether a thread of the driver ended with an exception that nobody caught",
              "whether anything that is not safe for several threads is kept in the driver's fields",
              "what the process wrote before it ended"),
          list(
              "6.08",
              "whether an operation answers before its write has reached the store",
              "whether opening reads all that was written, the last complete record included",
              "whether a write that failed is answered as one that succeeded"),
          list(
              "6.09",
              "whether the write is synced (fsync, fdatasync, or a commit that does it) before the"
                  + " answer, and not by a timer after it",
              "whether a new file's directory is synced too, once its name was made",
              "whether the store underneath is opened in a mode that may lose the last commits"),
          list(
              "6.10",
              "whether others see a write before it is synced: it may be shown only when it is on"
                  + " disk, or the one who saw it waits for the sync",
              "whether a group commit makes its members visible before its sync is over"),
          list(
              "6.11",
              ATOMIC,
              "whether a record that is only half there is dropped as a whole on opening"),
          list(
              "6.12",
              "whether the part of the state that is named is stored at all, or only kept in memory:"
                  + " owners, contexts, keys, passes, what is spent, what rests",
              "whether it is written in the same transaction as the operation that changed it"),
          list(
              "6.16",
              "whether a store that is missing is created whole when it may be, and opens at once"),
          list(
              "6.18",
              "whether a lock on the store is taken before anything is read, and opening ends where"
                  + " it cannot be had",
              "whether the lock holds across processes, and not within one only"));

  private FirstLook() {}

  private static Map.Entry<String, List<String>> list(String rule, String... look) {
    return Map.entry(rule, List.of(look));
  }

  /**
   * Returns the list as the end of a message.
   *
   * @param rule the rule's id
   * @return lines that begin with a line feed; empty for a rule without a list
   */
  public static String at(String rule) {
    List<String> list = LISTS.get(rule);
    return list == null ? "" : "\n  if this fails, check:\n    - " + String.join("\n    - ", list);
  }
}
