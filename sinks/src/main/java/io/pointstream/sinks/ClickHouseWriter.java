package io.pointstream.sinks;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ClientFaultCause;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.data.ClickHouseFormat;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Blocks into ClickHouse, over HTTP in RowBinary, each acknowledged only when it is stored. */
final class ClickHouseWriter implements BlockWriter {

    private final Client client;
    private final Duration timeout;

    ClickHouseWriter(ClickHouseConfig config, Duration timeout, int connectionsMax) {
        this.timeout = timeout;
        this.client = new Client.Builder()
                .addEndpoint(config.url().toString())
                .setUsername(config.user())
                .setPassword(config.password())
                .setDefaultDatabase(config.database())
                .setMaxConnections(connectionsMax)
                .setConnectTimeout(timeout.toMillis())
                .setSocketTimeout(timeout.toMillis())
                // LZ4 costs a tenth of what a slow link would; between two processes of one machine it is not noticed.
                .compressClientRequest(true)
                // Repeating is the sink's business, which logs and counts it.
                .retryOnFailures(ClientFaultCause.None)
                .setMaxRetries(0)
                // An asynchronous insert is acknowledged before it is stored, and its token is treated differently.
                .serverSetting("async_insert", "0")
                .serverSetting("wait_end_of_query", "1")
                .serverSetting("insert_deduplicate", "1")
                .serverSetting("deduplicate_insert", "enable")
                .serverSetting("deduplicate_blocks_in_dependent_materialized_views", "1")
                // A replayed year has many months in one block; refusing it would hold up the partition for ever.
                .serverSetting("max_partitions_per_insert_block", "0")
                .serverSetting("max_execution_time", Long.toString(timeout.toSeconds()))
                .build();
    }

    @Override
    public void write(Block block) throws WriteException, InterruptedException {
        InsertSettings settings = new InsertSettings().setDeduplicationToken(block.token());
        settings.setNetworkTimeout(timeout.toMillis(), ChronoUnit.MILLIS);
        try {
            InsertResponse response = client.insert(
                            block.table().tableName(),
                            block.table().columns(),
                            block.rowBinary().read(),
                            ClickHouseFormat.RowBinary,
                            settings)
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            // Gives the connection back.
            response.close();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new WriteException(block.table().tableName() + ": " + cause.getMessage(), cause);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
