package dev.ipam;

import java.util.function.Function;

/** Carries out what may write, on the store that is the authority. */
@FunctionalInterface
interface Writing {
  <R> R write(Function<Serving, R> operation);
}
