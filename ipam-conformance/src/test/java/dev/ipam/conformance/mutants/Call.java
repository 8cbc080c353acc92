package dev.ipam.conformance.mutants;

import dev.ipam.spi.IpamDriver;

/** A call of one of the driver's operations, before it is answered. */
interface Call {
  /** Returns the driver as it would be without the fault. */
  IpamDriver driver();

  /** Returns the name of the operation. */
  String operation();

  /** Returns one of the arguments. */
  <A> A argument(int place, Class<A> type);

  /** Has the unbroken driver answer what was asked. */
  Object answer();

  /** Has the unbroken driver answer something else. */
  Object answer(Object... arguments);
}
