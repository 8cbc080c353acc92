package dev.ipam;

import dev.ipam.request.AddressRequest;
import dev.ipam.request.PortWishes;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetWishes;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.RequestChooser;

/** The default chooser, for a driver that cannot do all that it may ask for. */
final class Choosing implements RequestChooser {
  private static final RequestChooser ANY_FOR_NEXT = new Choosing();

  private Choosing() {}

  /** The driver's own chooser, or the default one as far as the driver goes. */
  static RequestChooser of(IpamDriver driver) {
    RequestChooser usual =
        driver.capabilities().contains(Capability.PREFER_NEXT) ? DEFAULT : ANY_FOR_NEXT;
    return driver.extension(RequestChooser.class).orElse(usual);
  }

  @Override
  public AddressRequest choose(PortWishes wishes) {
    AddressRequest chosen = DEFAULT.choose(wishes);
    return chosen instanceof AddressRequest.PreferNext ? new AddressRequest.Any() : chosen;
  }

  @Override
  public SubnetRequest choose(SubnetWishes wishes) {
    return DEFAULT.choose(wishes);
  }
}
