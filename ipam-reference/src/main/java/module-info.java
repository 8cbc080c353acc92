import org.jspecify.annotations.NullMarked;

/** The SQL driver, found by its service; nothing of it is for others to call. */
@NullMarked
module dev.ipam.reference {
  requires dev.ipam.api;
  requires static org.jspecify;
  requires com.google.common;
  requires com.zaxxer.hikari;
  requires flyway.core;
  requires java.sql;
  requires org.slf4j;

  provides dev.ipam.spi.IpamDriverProvider with
      dev.ipam.reference.ReferenceDriverProvider;
}
