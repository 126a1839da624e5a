package io.pointstream.sinks;

import io.pointstream.schemas.points.CapWindow;
import io.pointstream.schemas.points.Component;
import io.pointstream.schemas.points.CreditedWhen;
import io.pointstream.schemas.points.LedgerAccount;
import io.pointstream.schemas.points.MemberTier;
import io.pointstream.schemas.points.Outcome;
import io.pointstream.schemas.points.PostingKind;
import java.util.Arrays;
import java.util.function.Function;

/**
 * The rows of a journal entry straight from its Avro bytes, where these were written with the schema of this build: what
 * the sink does most of. {@link Rows#add} does the same with records of any version, and is what this is tested against: a
 * field that is added to the schema must be read here too.
 *
 * <p>The fields are read in the schema's order, which is the order of {@link FactTable}'s columns. Not thread-safe.
 */
final class JournalBytes {

    private static final int SCRATCH_BYTES = 512;

    private static final byte[][] TIERS = names(MemberTier.values());
    private static final byte[][] OUTCOMES = names(Outcome.values());
    private static final byte[][] WINDOWS = names(CapWindow.values());
    private static final byte[][] COMPONENTS = names(Component.values());
    private static final byte[][] KINDS = names(PostingKind.values());
    private static final byte[][] ACCOUNTS = names(LedgerAccount.values());
    private static final byte[][] WHENS = names(CreditedWhen.values());

    private final AvroBytes in = new AvroBytes();
    // How every row of the entry begins.
    private final RowBinary head = new RowBinary(SCRATCH_BYTES);
    // An array of records becomes an array a column.
    private final RowBinary[] columns = new RowBinary[5];

    JournalBytes() {
        Arrays.setAll(columns, i -> new RowBinary(SCRATCH_BYTES));
    }

    // In Avro's order, which is that of the declaration, as RowBinary strings.
    private static byte[][] names(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> {
                    byte[] name = new byte[value.name().length() + 1];
                    name[0] = (byte) value.name().length();
                    for (int i = 1; i < name.length; i++) {
                        name[i] = (byte) value.name().charAt(i - 1);
                    }
                    return name;
                })
                .toArray(byte[][]::new);
    }

    /**
     * Reads an entry.
     *
     * @param value whose Avro bytes begin at {@code from}
     * @param offset of the record, with which each row ends
     * @param newRow where the rows of the entry's tables go
     * @throws RuntimeException if it is not as encoders write it; some of its rows may be there then
     */
    void read(byte[] value, int from, long offset, Function<FactTable, RowBinary> newRow) {
        in.begin(value, from);
        head.rewind(0);
        in.string(head);
        head.int64(in.int64());
        long occurredAt = in.int64();
        name(head, TIERS);
        if (!in.isNull()) {
            RowBinary row = newRow.apply(FactTable.DECISIONS);
            decision(row);
            row.int64(offset);
        }
        int postings = in.array();
        for (int item = 0; item < postings; item++) {
            RowBinary row = newRow.apply(FactTable.POSTINGS);
            posting(row, item);
            row.int64(offset);
        }
        in.endArray(postings);
        RowBinary row = newRow.apply(FactTable.BALANCES);
        row.append(head);
        row.int64(occurredAt);
        row.int64(in.int64());
        row.int64(in.int64());
        row.int64(in.int64());
        row.int64(in.int64());
        row.int64(offset);
        if (!in.isNull()) {
            skipRisk();
        }
        in.requireEnd();
    }

    private void name(RowBinary row, byte[][] names) {
        byte[] name = names[in.int32()];
        row.raw(name, 0, name.length);
    }

    // A union of null and an enum.
    private void optionalName(RowBinary row, byte[][] names) {
        if (in.isNull()) {
            row.count(0);
        } else {
            name(row, names);
        }
    }

    private void decision(RowBinary row) {
        row.append(head);
        in.string(row);
        in.string(row);
        row.int64(in.int64());
        name(row, OUTCOMES);
        in.text(row);
        in.text(row);
        row.int32(in.isNull() ? 0 : in.int32());
        row.int64(in.int64());
        row.int64(in.int64());
        row.int64(in.int64());
        int caps = in.array();
        row.count(caps);
        for (int i = 0; i < caps; i++) {
            in.string(row);
        }
        in.endArray(caps);
        in.string(row);
        if (in.isNull()) {
            noWaterfall(row);
        } else {
            waterfall(row);
        }
    }

    private void waterfall(RowBinary row) {
        in.nullableDecimal38Scale10(row);
        in.text(row);
        in.nullableDecimal38Scale10(row);
        in.nullableDecimal38Scale10(row);
        in.text(row);
        in.nullableDecimal38Scale10(row);
        if (in.isNull()) {
            noRunning(row);
        } else {
            in.string(row);
            in.decimal38Scale10(row);
            name(row, WINDOWS);
            row.nullFlag(false);
            row.int32(in.int32());
            row.int64(in.int64());
        }
        boolean unclamped = in.isNull();
        for (int i = 0; i < 2; i++) {
            row.nullFlag(unclamped);
            if (!unclamped) {
                row.int64(in.int64());
            }
        }
        boolean noStreak = in.isNull();
        row.int32(noStreak ? 0 : in.int32());
        row.int64(noStreak ? 0 : in.int64());
        long cuts = caps(row);
        if (!in.isNull()) {
            // Granted: it is the decision's.
            in.int64();
        }
        row.int64(in.isNull() ? cuts : in.int64());
        bonuses(row);
    }

    private static void noWaterfall(RowBinary row) {
        row.nullFlag(true);
        row.count(0);
        row.nullFlag(true);
        row.nullFlag(true);
        row.count(0);
        row.nullFlag(true);
        noRunning(row);
        row.nullFlag(true);
        row.nullFlag(true);
        row.int32(0);
        row.int64(0);
        for (int column = 0; column < 5; column++) {
            row.count(0);
        }
        row.int64(0);
        for (int column = 0; column < 4; column++) {
            row.count(0);
        }
    }

    private static void noRunning(RowBinary row) {
        row.count(0);
        row.nullFlag(true);
        row.count(0);
        row.nullFlag(true);
        row.int64(0);
    }

    // Returns what they cut together.
    private long caps(RowBinary row) {
        int caps = in.array();
        long cuts = 0;
        rewindColumns();
        for (int i = 0; i < caps; i++) {
            in.string(columns[0]);
            name(columns[1], WINDOWS);
            columns[2].int64(in.int64());
            columns[3].int64(in.int64());
            long cut = in.int64();
            columns[4].int64(cut);
            cuts += cut;
        }
        in.endArray(caps);
        appendColumns(row, 5, caps);
        return cuts;
    }

    private void bonuses(RowBinary row) {
        int bonuses = in.array();
        rewindColumns();
        for (int i = 0; i < bonuses; i++) {
            name(columns[0], COMPONENTS);
            in.string(columns[1]);
            in.decimal18Scale6(columns[2]);
            columns[3].int64(in.int64());
        }
        in.endArray(bonuses);
        appendColumns(row, 4, bonuses);
    }

    private void rewindColumns() {
        for (RowBinary column : columns) {
            column.rewind(0);
        }
    }

    private void appendColumns(RowBinary row, int number, int elements) {
        for (int column = 0; column < number; column++) {
            row.count(elements);
            row.append(columns[column]);
        }
    }

    private void posting(RowBinary row, int item) {
        row.append(head);
        row.uint16(item);
        in.string(row);
        in.text(row);
        row.int64(in.int64());
        name(row, KINDS);
        optionalName(row, COMPONENTS);
        in.text(row);
        in.text(row);
        row.int32(in.isNull() ? 0 : in.int32());
        row.int64(in.int64());
        name(row, ACCOUNTS);
        name(row, ACCOUNTS);
        in.nullableDate(row);
        in.decimal9Scale4(row);
        in.text(row);
        in.text(row);
        if (in.isNull()) {
            row.nullFlag(true);
            row.count(0);
            row.count(0);
            row.nullFlag(true);
        } else {
            in.decimal38Scale10(row);
            in.string(row);
            name(row, WHENS);
            in.nullableDate(row);
        }
    }

    // Where the account stands in the eyes of detection has no column.
    private void skipRisk() {
        in.int32();
        int cases = in.array();
        for (int i = 0; i < cases; i++) {
            in.skipString();
            in.int32();
            in.int64();
        }
        in.endArray(cases);
        if (!in.isNull()) {
            in.skipString();
            in.int32();
            in.skipString();
            in.skipString();
        }
    }
}
