package io.pointstream.sinks;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where records go that cannot become rows. */
interface DeadLetters extends AutoCloseable {

    /**
     * A record that cannot become rows, and why.
     *
     * @param record as it was received
     * @param cause what was wrong with it
     */
    record Letter(ConsumerRecord<byte[], byte[]> record, RuntimeException cause) {}

    /**
     * Keeps the records, bytes untouched, and returns when they are kept. After a crash the same letters may come
     * again; their topic, partition and offset tell a reader so.
     *
     * @throws org.apache.kafka.common.KafkaException if they are not kept
     */
    void keep(List<Letter> letters) throws InterruptedException;

    @Override
    void close();
}
