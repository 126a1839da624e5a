package io.pointstream.sinks;

import static java.util.Map.entry;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ClientFaultCause;
import com.clickhouse.client.api.CompressionMethod;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.data.ClickHouseFormat;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Blocks into ClickHouse, over HTTP in RowBinary, each acknowledged only when it is stored. */
final class ClickHouseWriter implements BlockWriter {

    // What the server says of a value that it does not take; see ErrorCodes.cpp. Everything else that it refuses (a
    // column that is missing, a quota, a disk that is full) is no row's fault, and an operator's to mend.
    private static final Set<Integer> ROW_CODES = Set.of(
            117, // INCORRECT_DATA
            128, // TOO_LARGE_ARRAY_SIZE
            131, // TOO_LARGE_STRING_SIZE
            321, // VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE
            407, // DECIMAL_OVERFLOW
            469, // VIOLATED_CONSTRAINT
            691 // UNKNOWN_ELEMENT_OF_ENUM
            );

    // Both the checks of constraints and the reader of the format count from 1.
    private static final Pattern ROW = Pattern.compile("at row (\\d{1,9})\\b");

    private final Client client;
    private final Duration timeout;

    /** As the sink needs it. */
    static ClickHouseWriter of(SinkConfig config) {
        return new ClickHouseWriter(
                config.clickHouse(),
                config.insertTimeout(),
                config.insertSettings(),
                config.insertersMax() * FactTable.values().length);
    }

    ClickHouseWriter(
            ClickHouseConfig config, Duration timeout, Map<String, String> insertSettings, int connectionsMax) {
        this.timeout = timeout;
        Client.Builder builder = new Client.Builder()
                .addEndpoint(config.url().toString())
                .setUsername(config.user())
                .setPassword(config.password())
                .setDefaultDatabase(config.database())
                .setMaxConnections(connectionsMax)
                .setConnectTimeout(timeout.toMillis())
                .setSocketTimeout(timeout.toMillis())
                .compressClientRequest(true)
                // The client's own choice, ZSTD, took a fifth of the sink's processor time.
                .compressionMethod(CompressionMethod.LZ4)
                // Repeating is the sink's business, which logs and counts it.
                .retryOnFailures(ClientFaultCause.None)
                .setMaxRetries(0);
        insertSettings.forEach(builder::serverSetting);
        protocolSettings(timeout).forEach(builder::serverSetting);
        this.client = builder.build();
    }

    // What the protocol stands on; set last, so that nobody else's setting wins.
    private static Map<String, String> protocolSettings(Duration timeout) {
        return Map.ofEntries(
                // An asynchronous insert is acknowledged before it is stored, and its token is treated differently.
                entry("async_insert", "0"),
                entry("wait_end_of_query", "1"),
                // Through a Distributed table an insert is acknowledged when the shards have it, not when it is queued.
                entry("distributed_foreground_insert", "1"),
                entry("insert_deduplicate", "1"),
                entry("deduplicate_insert", "enable"),
                // An insert out of input() is a SELECT to the server; one that it would not deduplicate is refused.
                entry("deduplicate_insert_select", "force_enable"),
                entry("deduplicate_blocks_in_dependent_materialized_views", "1"),
                // A block is one of the server's too: stored whole or not at all, its rows counted from its start.
                entry("max_insert_threads", "1"),
                entry("min_insert_block_size_rows", Integer.toString(Integer.MAX_VALUE)),
                entry("min_insert_block_size_bytes", "0"),
                // A replayed year has many months in one block; refusing it would hold up the partition for ever.
                entry("max_partitions_per_insert_block", "0"),
                entry("max_execution_time", Long.toString(timeout.toSeconds())));
    }

    @Override
    public void write(Block block) throws WriteException, InterruptedException {
        InsertSettings settings = new InsertSettings().setDeduplicationToken(block.token());
        settings.setNetworkTimeout(timeout.toMillis(), ChronoUnit.MILLIS);
        try {
            InsertResponse response = client.insert(
                            block.insert(), block.rowBinary().read(), ClickHouseFormat.RowBinary, settings)
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            // Gives the connection back.
            response.close();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            String message = block.table().tableName() + ": " + cause.getMessage();
            OptionalInt row = refusedRow(cause, block);
            if (row.isPresent()) {
                throw new RowRefusedException(row.getAsInt(), message, cause);
            }
            throw new WriteException(message, cause);
        }
    }

    // A block is one block of the server too, and refused as a whole before anything of it is stored.
    private static OptionalInt refusedRow(Throwable cause, Block block) {
        if (!(cause instanceof ServerException refusal) || !ROW_CODES.contains(refusal.getCode())) {
            return OptionalInt.empty();
        }
        Matcher matcher = ROW.matcher(String.valueOf(refusal.getMessage()));
        if (!matcher.find()) {
            return OptionalInt.empty();
        }
        int row = Integer.parseInt(matcher.group(1)) - 1;
        return row >= 0 && row < block.rows() ? OptionalInt.of(row) : OptionalInt.empty();
    }

    @Override
    public void close() {
        client.close();
    }
}
