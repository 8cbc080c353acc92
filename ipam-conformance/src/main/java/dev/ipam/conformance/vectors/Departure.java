package dev.ipam.conformance.vectors;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A family of inputs for which the contract's answer need not be the recorded one.
 *
 * @param name what the inputs have in common
 * @param rules the rules that the contract's answer follows
 * @param count how many vectors of the operation it decides
 * @param when whether an input is one of them, unless an earlier departure decides it
 * @param contract the contract's answer, told from the input alone
 */
record Departure(
    String name, String rules, int count, Predicate<Json> when, Function<Json, Answer> contract) {}
