package io.pointstream.sinks;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of a plan.
 *
 * @param partition where they are from
 * @param plan which offsets they are
 * @param records all records of those offsets, as they were received
 */
record Batch(TopicPartition partition, Plan plan, List<ConsumerRecord<byte[], byte[]>> records) {}
