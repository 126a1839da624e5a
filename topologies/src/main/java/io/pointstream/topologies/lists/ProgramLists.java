package io.pointstream.topologies.lists;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.pointstream.engine.farming.ListName;
import io.pointstream.engine.farming.ListedKind;
import io.pointstream.engine.farming.Lists;
import io.pointstream.schemas.ListRecords;
import io.pointstream.schemas.Topics;
import io.pointstream.schemas.lists.ListEntry;
import io.pointstream.schemas.serde.AvroSerdes;
import io.pointstream.schemas.serde.RecordFaults;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code risk.lists} says. An entry counts for the events of its own time, whenever it is learnt of; what was looked at before
 * stays. Of one id the newest record is the entry, and one that was removed has ended: what it did until then stays too.
 *
 * <p>A record that is no right entry is logged and counted and changes nothing. Safe for use by many threads.
 */
public final class ProgramLists {

    private static final Logger LOG = LoggerFactory.getLogger(ProgramLists.class);

    private final Deserializer<ListEntry> records;
    private final Counter refused;
    private final Map<String, io.pointstream.engine.farming.ListEntry> entries = new HashMap<>();

    /** Null while an entry is not in it: many come at a start, and one set of lists is made of them. */
    private volatile @Nullable Lists lists = Lists.NONE;

    /**
     * Knows nothing yet.
     *
     * @param serdeConfig of {@link AvroSerdes}
     * @param meters gets {@code pointstream.lists.refused} and {@code pointstream.lists.entries}
     */
    public ProgramLists(Map<String, ?> serdeConfig, MeterRegistry meters) {
        records = AvroSerdes.<ListEntry>create(serdeConfig).deserializer();
        refused = Counter.builder("pointstream.lists.refused")
                .description("Records of risk.lists that are no right entry, and were passed by")
                .register(meters);
        Gauge.builder("pointstream.lists.entries", this, ProgramLists::size)
                .description("Entries of the lists that this process knows, those that have ended too")
                .register(meters);
    }

    /** All that is known now. */
    public Lists lists() {
        Lists known = lists;
        return known == null ? made() : known;
    }

    private synchronized Lists made() {
        Lists made = Lists.of(entries.values());
        lists = made;
        return made;
    }

    private synchronized double size() {
        return entries.size();
    }

    /**
     * Takes in a record of {@code risk.lists}.
     *
     * @throws RuntimeException when the record cannot be read now but may be later, as while no registry answers
     */
    public synchronized void take(byte @Nullable [] key, byte @Nullable [] value) {
        String name = key == null ? "none" : new String(key, StandardCharsets.UTF_8);
        try {
            ListEntry record = records.deserialize(
                    Topics.RISK_LISTS.name(), Objects.requireNonNull(value, "an entry has a value"));
            if (!name.equals(ListRecords.key(record))) {
                throw new IllegalArgumentException("the key is not the entry's");
            }
            io.pointstream.engine.farming.ListEntry entry = toEngine(record);
            entries.put(entry.id(), entry);
            lists = null;
            LOG.info(
                    "list entry known: id={} list={} kind={} from={} until={} removed={}",
                    entry.id(),
                    entry.list(),
                    entry.kind(),
                    entry.from(),
                    entry.until(),
                    record.getRemoved());
        } catch (RuntimeException e) {
            if (!RecordFaults.isRecordsFault(e)) {
                throw e;
            }
            refused.increment();
            // Without the key, which may be a device or an address.
            LOG.error("list entry refused: topic={} reason=\"{}\"", Topics.RISK_LISTS.name(), e.toString());
        }
    }

    /**
     * The lists of these records, in their order.
     *
     * @throws IllegalArgumentException when one is no right entry
     */
    public static Lists of(Collection<ListEntry> records) {
        return Lists.of(records.stream()
                .map(ProgramLists::toEngine)
                .collect(Collectors.toMap(
                        io.pointstream.engine.farming.ListEntry::id, entry -> entry, (old, now) -> now))
                .values());
    }

    private static io.pointstream.engine.farming.ListEntry toEngine(ListEntry record) {
        if (record.getRemoved() && record.getUntil() == null) {
            throw new IllegalArgumentException("until: what was removed has an end");
        }
        return new io.pointstream.engine.farming.ListEntry(
                record.getId(),
                ListName.valueOf(record.getList().name()),
                ListedKind.valueOf(record.getKind().name()),
                record.getValue(),
                record.getFrom(),
                record.getUntil(),
                record.getReason(),
                record.getOwner());
    }
}
