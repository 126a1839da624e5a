package io.pointstream.topologies;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * All stores of the process share one block cache and one budget for write buffers, which is charged to the same cache, so
 * that native memory has one bound however many partitions and stores an instance is given.
 */
public final class RocksDbSettings implements RocksDBConfigSetter {

    /** Configuration key: bytes of native memory for blocks, indexes, filters and write buffers together. */
    public static final String CACHE_BYTES = "pointstream.rocksdb.cache.bytes";

    static final long CACHE_BYTES_DEFAULT = 256L << 20;

    /** The share of the cache that write buffers may fill before the oldest is flushed. */
    private static final double WRITE_BUFFER_SHARE = 0.5;

    /** For indexes and filters, which are read by every lookup and should not be driven out by blocks. */
    private static final double HIGH_PRIORITY_SHARE = 0.1;

    private static final double BLOOM_BITS_PER_KEY = 10;
    private static final long WRITE_BUFFER_BYTES = 16L << 20;
    private static final double WRITE_BUFFER_FILTER_SHARE = 0.05;

    /** Native objects of the process; they live as long as it does, since stores come and go with every rebalance. */
    private record Shared(Cache cache, WriteBufferManager writeBuffers, BloomFilter filter) {}

    @SuppressWarnings("NullAway.Init")
    private static Shared shared;

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        Shared all = shared(configs);
        options.setWriteBufferManager(all.writeBuffers);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        // A store has one writer, its task's thread.
        options.setAllowConcurrentMemtableWrite(false);
        // Most keys asked for are new ones: a filter answers for the write buffer too, as it does for files.
        options.setMemtablePrefixBloomSizeRatio(WRITE_BUFFER_FILTER_SHARE);
        options.setMemtableWholeKeyFiltering(true);
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(all.cache);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinL0FilterAndIndexBlocksInCache(true);
        table.setFilterPolicy(all.filter);
        options.setTableFormatConfig(table);
    }

    @Override
    public void close(String storeName, Options options) {
        // Nothing of a single store: what is set above is shared by all.
    }

    private static synchronized Shared shared(Map<String, Object> configs) {
        if (shared == null) {
            RocksDB.loadLibrary();
            Object wanted = configs.get(CACHE_BYTES);
            long bytes = wanted == null ? CACHE_BYTES_DEFAULT : Long.parseLong(wanted.toString());
            Cache cache = new LRUCache(bytes, -1, false, HIGH_PRIORITY_SHARE);
            WriteBufferManager writeBuffers = new WriteBufferManager((long) (bytes * WRITE_BUFFER_SHARE), cache);
            shared = new Shared(cache, writeBuffers, new BloomFilter(BLOOM_BITS_PER_KEY, false));
        }
        return shared;
    }
}
