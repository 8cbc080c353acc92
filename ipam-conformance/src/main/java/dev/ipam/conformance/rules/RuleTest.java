package dev.ipam.conformance.rules;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A test of one rule: a static method that takes a {@link Bench} and returns nothing. It runs on
 * drivers that have the capabilities which the contract names for the rule, each time on an empty
 * store, and uses no others.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface RuleTest {
  /** The rule's number, such as {@code 3.05}. */
  String value();

  /** What a vendor whose driver fails should look at, each a clause; shown in the message. */
  String[] check();
}
