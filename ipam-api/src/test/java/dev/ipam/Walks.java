package dev.ipam;

import dev.ipam.joint.PartServer;
import dev.ipam.spi.IpamDriver;

/** Lends the facade's walk over candidates to tests of other packages. */
public final class Walks {
  private Walks() {}

  public static PartServer of(IpamDriver driver) {
    return new CandidateWalk(driver);
  }
}
