package dev.ipam.conformance.rules;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;

/** A test of a rule, ready to be run. */
record RuleCase(String rule, Method method, List<String> check) {
  String name() {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  void run(Bench bench) throws Throwable {
    try {
      method.invoke(null, bench);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
