package dev.ipam.conformance.vectors;

import dev.ipam.spi.IpamDriver;

final class SequenceReplay {
  SequenceReplay(VectorOperation operation, IpamDriver driver) {}
  VectorReport run() { throw new UnsupportedOperationException(); }
}
