package com.example.ipam;

import dev.ipam.snapshot.SnapshotCheck;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What a store holds. Whoever reads or changes it holds its lock. */
final class Store {
  /** In the order of Unicode code points, which is that of the ids' bytes in UTF-8. */
  final NavigableMap<String, Space> subnets = new TreeMap<>(SnapshotCheck.BY_CODE_POINT);

  /** The last token given; whatever is released, none comes again. */
  long token;
}
