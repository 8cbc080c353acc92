import org.jspecify.annotations.NullMarked;

/** The built-in driver, found by its service; nothing of it is for others to call. */
@NullMarked
module dev.ipam.builtin {
  requires com.google.common;
  requires dev.ipam.api;
  requires static org.jspecify;
  requires org.slf4j;
  requires rocksdbjni;

  provides dev.ipam.spi.IpamDriverProvider with
      dev.ipam.builtin.BuiltinDriverProvider;
}
