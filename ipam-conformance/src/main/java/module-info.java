import org.jspecify.annotations.NullMarked;

/** The conformance kit: what a driver's vendor runs against the driver. */
@NullMarked
module dev.ipam.conformance {
  requires com.fasterxml.jackson.core;
  requires java.xml;
  requires transitive dev.ipam.api;
  requires static transitive org.jspecify;
  // For who runs the kit with JUnit; nobody else needs it.
  requires static transitive org.junit.jupiter.api;

  exports dev.ipam.conformance;
  exports dev.ipam.conformance.check;
  exports dev.ipam.conformance.contract;
  exports dev.ipam.conformance.crash;
  exports dev.ipam.conformance.junit;
  exports dev.ipam.conformance.launch;
  exports dev.ipam.conformance.linear;
  exports dev.ipam.conformance.memory;
  exports dev.ipam.conformance.model;
  exports dev.ipam.conformance.parity;
  exports dev.ipam.conformance.processes;
  exports dev.ipam.conformance.report;
  exports dev.ipam.conformance.rules;
  exports dev.ipam.conformance.run;
  exports dev.ipam.conformance.steps;
  exports dev.ipam.conformance.vectors;

  uses dev.ipam.conformance.DriverUnderTest;
  uses dev.ipam.spi.IpamDriverProvider;
}
