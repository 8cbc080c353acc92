package dev.ipam.conformance.model;

/** A change of the model's state that no step of its own makes, before or after a step. */
public interface Slip {
  /** Changes the state before a step is taken. */
  default void before(World world, Step step) {}

  /** Changes the state after a step was taken. */
  default void after(World before, Step step, Answer answer, World world) {}
}
