package dev.ipam.builtin.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WALRecoveryMode;

/** How RocksDB is set up; frees what it made in the reverse order. */
final class RocksOptions implements AutoCloseable {
  private static final long MIB = 1 << 20;
  private static final int BLOOM_BITS = 10;

  private final List<AbstractNativeReference> made = new ArrayList<>();
  private final DBOptions database;
  private final List<ColumnFamilyDescriptor> families = new ArrayList<>();

  /** Families are created with the database, and where they are known to be missing. */
  RocksOptions(StoreOptions options, boolean create, boolean createFamilies) {
    Cache cache = made(new LRUCache(options.cacheBytes()));
    database = made(database(options, create).setCreateMissingColumnFamilies(createFamilies));
    ColumnFamilyOptions family = made(new ColumnFamilyOptions());
    family.setTableFormatConfig(
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setCacheIndexAndFilterBlocks(true)
            .setPinL0FilterAndIndexBlocksInCache(true)
            .setFilterPolicy(made(new BloomFilter(BLOOM_BITS, false))));
    family.setWriteBufferSize(16 * MIB);
    family.setCompressionType(CompressionType.LZ4_COMPRESSION);
    family.setParanoidFileChecks(true);
    family.setForceConsistencyChecks(true);
    families.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, family));
    for (Family name : Family.values()) {
      families.add(new ColumnFamilyDescriptor(name.labelBytes(), family));
    }
  }

  private static DBOptions database(StoreOptions options, boolean create) {
    // Not among RocksJava's setters: notices a log that was deleted or replaced as a whole.
    Properties verified = new Properties();
    verified.setProperty("track_and_verify_wals", "true");
    DBOptions database = DBOptions.getDBOptionsFromProps(verified);
    if (database == null) {
      throw new IllegalStateException("this RocksDB does not know track_and_verify_wals");
    }
    return database
        .setCreateIfMissing(create)
        .setErrorIfExists(create)
        // The default mode opens with what precedes a damaged record; this one drops a torn end
        // only.
        .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
        .setParanoidChecks(true)
        .setDbWriteBufferSize(64 * MIB)
        .setMaxTotalWalSize(128 * MIB)
        .setMaxOpenFiles(options.openFiles())
        .setMaxBackgroundJobs(2)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(MIB)
        .setKeepLogFileNum(2)
        .setStatsDumpPeriodSec(0)
        .setStatsPersistPeriodSec(0);
  }

  DBOptions database() {
    return database;
  }

  List<ColumnFamilyDescriptor> families() {
    return families;
  }

  private <T extends AbstractNativeReference> T made(T object) {
    made.add(object);
    return object;
  }

  @Override
  public void close() {
    for (int i = made.size() - 1; i >= 0; i--) {
      made.get(i).close();
    }
  }
}
