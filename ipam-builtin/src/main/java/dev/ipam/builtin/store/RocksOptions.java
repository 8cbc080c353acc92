package dev.ipam.builtin.store;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
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
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;
import org.rocksdb.WALRecoveryMode;

/** How RocksDB is set up; frees what it made in the reverse order. */
final class RocksOptions implements AutoCloseable {
  private static final long MIB = 1 << 20;
  private static final int BLOOM_BITS = 10;

  private final List<AbstractNativeReference> made = new ArrayList<>();
  private final DBOptions database;
  private final @Nullable Statistics statistics;
  private final List<ColumnFamilyDescriptor> families = new ArrayList<>();

  /** Families are created with the database, and where they are known to be missing. */
  RocksOptions(StoreOptions options, boolean create, boolean createFamilies) {
    Cache cache = made(new LRUCache(options.cacheBytes()));
    database = made(database(options, create).setCreateMissingColumnFamilies(createFamilies));
    statistics = options.counted() ? made(new Statistics()) : null;
    if (statistics != null) {
      database.setStatistics(statistics);
    }
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
        // Else each opening starts and ends 16 threads for each table, also where there is no file.
        .setMaxFileOpeningThreads(1)
        .setMaxBackgroundJobs(2)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(MIB)
        .setKeepLogFileNum(2)
        .setStatsDumpPeriodSec(0)
        .setStatsPersistPeriodSec(0);
  }

  /** Files are all opened at once: whoever writes the store may delete them at any time. */
  RocksOptions keepingFilesOpen() {
    database.setMaxOpenFiles(-1);
    return this;
  }

  DBOptions database() {
    return database;
  }

  /** How often a log was synced; nothing where that is not counted. */
  OptionalLong logSyncs() {
    return statistics == null
        ? OptionalLong.empty()
        : OptionalLong.of(statistics.getTickerCount(TickerType.WAL_FILE_SYNCED));
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
