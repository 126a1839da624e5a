package io.pointstream.app.prove.sink;

import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.Signal;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Notice;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** The rows that must be in ClickHouse: table by table, each by the record that it is from. */
final class Expected {

    /**
     * A row, by its lineage.
     *
     * @param item which row of the record it is, where a record has several in a table
     */
    record Row(String topic, int partition, long offset, int item) implements Comparable<Row> {

        @Override
        public int compareTo(Row other) {
            int byTopic = topic.compareTo(other.topic);
            int byPartition = Integer.compare(partition, other.partition);
            int byOffset = Long.compare(offset, other.offset);
            return byTopic != 0
                    ? byTopic
                    : byPartition != 0 ? byPartition : byOffset != 0 ? byOffset : Integer.compare(item, other.item);
        }

        @Override
        public String toString() {
            return topic + "-" + partition + "@" + offset + (item == 0 ? "" : "/" + item);
        }
    }

    private final Map<String, NavigableSet<Row>> tables = new TreeMap<>();
    private long records;

    void add(SpecificRecord record, RecordMetadata place) {
        records++;
        switch (record) {
            case JournalEntry entry -> {
                row("decisions", place, 0);
                row("balances", place, 0);
                for (int item = 0; item < entry.getPostings().size(); item++) {
                    row("postings", place, item);
                }
            }
            case Signal signal -> row("signals", place, 0);
            case Flag flag -> row("flags", place, 0);
            case Notice notice -> row("notices", place, 0);
            default -> throw new IllegalArgumentException("no table takes " + record);
        }
    }

    private void row(String table, RecordMetadata place, int item) {
        tables.computeIfAbsent(table, key -> new TreeSet<>())
                .add(new Row(place.topic(), place.partition(), place.offset(), item));
    }

    /** Rows by table. */
    Map<String, NavigableSet<Row>> tables() {
        return tables;
    }

    long records() {
        return records;
    }
}
