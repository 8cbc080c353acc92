package dev.ipam.conformance.memory;

import dev.ipam.conformance.model.AddressStep;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.steps.FromApi;
import dev.ipam.conformance.steps.ToApi;
import java.util.function.UnaryOperator;

/** Steps whose contexts mean the same in every process; {@link Contexts} knows those of one. */
final class Labels {
  private Labels() {}

  static Step forDisk(Step step) {
    return labelled(step, word -> FromApi.context(Contexts.context(word)));
  }

  static Step fromDisk(Step step) {
    return labelled(step, word -> Contexts.word(ToApi.context(word)));
  }

  private static Step labelled(Step step, UnaryOperator<String> change) {
    if (step instanceof AddressStep.Allocate one) {
      return labelled(one, change);
    }
    return step instanceof AddressStep.Together together
        ? new AddressStep.Together(
            together.parts().stream().map(part -> labelled(part, change)).toList(), together.key())
        : step;
  }

  private static AddressStep.Allocate labelled(
      AddressStep.Allocate step, UnaryOperator<String> change) {
    return new AddressStep.Allocate(
        step.subnets(), step.wish(), step.owner(), step.key(), change.apply(step.context()));
  }
}
