package dev.ipam.conformance.rules;

/** What is done on a bench. */
interface Body {
  void run(Bench bench) throws Throwable;
}
