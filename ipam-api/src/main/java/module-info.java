import org.jspecify.annotations.NullMarked;

/**
 * IP address management: the facade that callers use, what they ask for and get, every failure, and
 * what a driver implements.
 */
@NullMarked
module dev.ipam.api {
  requires com.google.common;
  requires static transitive org.jspecify;
  requires transitive java.sql;
  requires org.slf4j;

  exports dev.ipam;
  exports dev.ipam.file;
  exports dev.ipam.fit;
  exports dev.ipam.reconcile;
  exports dev.ipam.unit;
  exports dev.ipam.error;
  exports dev.ipam.migrate;
  exports dev.ipam.net;
  exports dev.ipam.request;
  exports dev.ipam.snapshot;
  exports dev.ipam.spi;

  uses dev.ipam.migrate.Migrator;
  uses dev.ipam.spi.IpamDriverProvider;
}
