package dev.ipam.cli;

import dev.ipam.Ipam;
import dev.ipam.cli.output.Column;
import dev.ipam.spi.Capability;
import dev.ipam.spi.StoreInfo;
import java.util.ArrayList;
import java.util.List;

/** What can be told about an opened driver and its store. */
record OpenedDriver(
    String driver,
    String storeId,
    String location,
    String format,
    List<String> capabilities,
    boolean created) {

  static final List<Column<OpenedDriver>> SHOWN =
      List.of(
          Column.shown("driver", OpenedDriver::driver),
          Column.shown("store_id", OpenedDriver::storeId),
          Column.shown("location", OpenedDriver::location),
          Column.shown("format", OpenedDriver::format),
          Column.shown("capabilities", OpenedDriver::capabilities));

  static final List<Column<OpenedDriver>> AFTER_INIT = afterInit();

  static OpenedDriver of(Ipam ipam, boolean created) {
    StoreInfo store = ipam.driver().store();
    return new OpenedDriver(
        ipam.driverName(),
        store.id(),
        store.location(),
        store.format(),
        ipam.capabilities().stream().sorted().map(Capability::label).toList(),
        created);
  }

  private static List<Column<OpenedDriver>> afterInit() {
    List<Column<OpenedDriver>> columns = new ArrayList<>(SHOWN);
    columns.removeIf(column -> column.name().equals("capabilities"));
    columns.add(Column.shown("created", OpenedDriver::created));
    return List.copyOf(columns);
  }
}
