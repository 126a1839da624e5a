package io.pointstream.app.prove.sink;

import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.ReviewDecided;
import io.pointstream.schemas.console.Act;
import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.Signal;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Notice;
import java.util.Comparator;
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

        private static final Comparator<Row> ORDER = Comparator.comparing(Row::topic)
                .thenComparingInt(Row::partition)
                .thenComparingLong(Row::offset)
                .thenComparingInt(Row::item);

        @Override
        public int compareTo(Row other) {
            return ORDER.compare(this, other);
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
            case Signal _ -> row("signals", place, 0);
            case Flag _ ->
                row(place.topic().equals(Topics.FARMING_SHADOW_FLAGS.name()) ? "shadow_flags" : "flags", place, 0);
            case Notice _ -> row("notices", place, 0);
            case Activity activity ->
                row(activity.getBody() instanceof ReviewDecided ? "reviews" : "redemptions", place, 0);
            case Act _ -> row("acts", place, 0);
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
