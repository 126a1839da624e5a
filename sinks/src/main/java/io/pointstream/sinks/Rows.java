package io.pointstream.sinks;

import io.pointstream.schemas.Topics;
import io.pointstream.schemas.activity.Activity;
import io.pointstream.schemas.activity.RedemptionAccepted;
import io.pointstream.schemas.activity.RedemptionDeclined;
import io.pointstream.schemas.activity.RedemptionOutOfStock;
import io.pointstream.schemas.activity.RedemptionRefunded;
import io.pointstream.schemas.activity.RedemptionRequested;
import io.pointstream.schemas.activity.ReviewDecided;
import io.pointstream.schemas.console.Act;
import io.pointstream.schemas.farming.Evidence;
import io.pointstream.schemas.farming.Flag;
import io.pointstream.schemas.farming.FlagEnd;
import io.pointstream.schemas.farming.FlagReason;
import io.pointstream.schemas.farming.Signal;
import io.pointstream.schemas.points.Balance;
import io.pointstream.schemas.points.BonusStep;
import io.pointstream.schemas.points.CapStep;
import io.pointstream.schemas.points.Clamp;
import io.pointstream.schemas.points.Credited;
import io.pointstream.schemas.points.Decision;
import io.pointstream.schemas.points.JournalEntry;
import io.pointstream.schemas.points.Notice;
import io.pointstream.schemas.points.Posting;
import io.pointstream.schemas.points.RunningTotal;
import io.pointstream.schemas.points.Streak;
import io.pointstream.schemas.points.Waterfall;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Turns the records of one plan into rows: a journal entry into a decision, its postings and the balance after it, the
 * others into one row each.
 *
 * <p>The same records give the same bytes: nothing is read but the record and where it stood, and maps are written in
 * the order of their keys. Another version of the sink may write more columns; see {@link Plan#token}.
 */
final class Rows {

    private final TopicPartition source;
    private final JournalBytes journal = new JournalBytes();
    private final Map<FactTable, Collected> tables = new EnumMap<>(FactTable.class);

    /** The rows of one table so far. */
    private static final class Collected {
        final RowBinary bytes = new RowBinary();
        final List<Block.Span> spans = new ArrayList<>();
        int rows;

        // Back to the end of the newest whole record.
        void rewind() {
            rows = spans.isEmpty() ? 0 : spans.getLast().rowsEnd();
            bytes.rewind(spans.isEmpty() ? 0 : spans.getLast().bytesEnd());
        }

        void endRecord(long offset) {
            if (rows > (spans.isEmpty() ? 0 : spans.getLast().rowsEnd())) {
                spans.add(new Block.Span(offset, rows, bytes.position()));
            }
        }
    }

    /** @param source where the records stand */
    Rows(TopicPartition source) {
        this.source = source;
    }

    /**
     * Adds what one record says. If it throws, nothing of the record stays.
     *
     * @throws IllegalArgumentException if no table takes such a record
     * @throws ArithmeticException if a number is too large for its column
     */
    void add(long offset, SpecificRecord record) {
        try {
            fill(offset, record);
        } catch (RuntimeException e) {
            tables.values().forEach(Collected::rewind);
            throw e;
        }
        tables.values().forEach(collected -> collected.endRecord(offset));
    }

    /**
     * Adds what a journal entry says, if its bytes are as encoders write them; else nothing of it stays, and {@link #add}
     * must do it.
     *
     * @param value in Avro, from {@code from} on, with the schema of this build
     * @return whether it was added
     */
    boolean addJournal(long offset, byte[] value, int from) {
        try {
            journal.read(value, from, offset, this::row);
        } catch (RuntimeException e) {
            tables.values().forEach(Collected::rewind);
            return false;
        }
        tables.values().forEach(collected -> collected.endRecord(offset));
        return true;
    }

    /** Makes room at once for so many times the rows that are here; buffers that double on their way copy each of them again. */
    void makeRoom(double times) {
        for (Collected collected : tables.values()) {
            collected.bytes.ensureCapacity((int) (collected.bytes.position() * times));
        }
    }

    private void fill(long offset, SpecificRecord record) {
        switch (record) {
            case JournalEntry entry -> journalEntry(offset, entry);
            case Signal signal -> signal(offset, signal);
            case Flag flag -> flag(offset, flag);
            case Notice notice -> notice(offset, notice);
            case Activity activity -> activity(offset, activity);
            case Act act -> act(offset, act);
            default -> throw noTable(record);
        }
    }

    private static IllegalArgumentException noTable(Object record) {
        return new IllegalArgumentException(
                "No table takes a " + record.getClass().getSimpleName());
    }

    /** A block per table that has rows. */
    List<Block> blocks(Plan plan) {
        List<Block> blocks = new ArrayList<>();
        tables.forEach((table, collected) -> {
            if (collected.rows > 0) {
                blocks.add(new Block(
                        table,
                        source,
                        plan.token(source, table),
                        plan.isOfOlderSchema(),
                        collected.spans,
                        collected.bytes));
            }
        });
        return blocks;
    }

    private RowBinary row(FactTable table) {
        Collected collected = tables.computeIfAbsent(table, key -> new Collected());
        collected.rows++;
        return collected.bytes;
    }

    private void journalEntry(long offset, JournalEntry entry) {
        if (entry.getDecision() != null) {
            decision(offset, entry, entry.getDecision());
        }
        List<Posting> postings = entry.getPostings();
        for (int i = 0; i < postings.size(); i++) {
            posting(offset, entry, i, postings.get(i));
        }
        RowBinary row = row(FactTable.BALANCES);
        Balance balance = entry.getBalance();
        row.string(entry.getAccountId());
        row.int64(entry.getStep());
        row.name(entry.getTier());
        row.time(entry.getOccurredAt());
        row.int64(balance.getAvailable());
        row.int64(balance.getHeld());
        row.int64(balance.getFrozen());
        row.int64(balance.getDebt());
        row.int64(offset);
    }

    private void decision(long offset, JournalEntry entry, Decision decision) {
        RowBinary row = row(FactTable.DECISIONS);
        row.string(entry.getAccountId());
        row.int64(entry.getStep());
        row.name(entry.getTier());
        row.string(decision.getEventId());
        row.string(decision.getEventType());
        row.time(decision.getOccurredAt());
        row.name(decision.getOutcome());
        row.text(decision.getRuleId());
        row.text(decision.getCategory());
        row.int32(version(decision.getRuleBookVersion()));
        row.int64(decision.getBasePoints());
        row.int64(decision.getGrantedPoints());
        row.int64(decision.getBonusPoints());
        row.strings(decision.getCappedBy());
        row.string(decision.getReason());
        waterfall(row, decision.getWaterfall());
        row.int64(offset);
    }

    private static void waterfall(RowBinary row, @Nullable Waterfall waterfall) {
        row.nullableDecimal38Scale10(waterfall == null ? null : waterfall.getQuantity());
        row.text(waterfall == null ? null : waterfall.getUnit());
        row.nullableDecimal38Scale10(waterfall == null ? null : waterfall.getCounted());
        row.nullableDecimal38Scale10(waterfall == null ? null : waterfall.getRate());
        row.text(waterfall == null ? null : waterfall.getBrackets());
        row.nullableDecimal38Scale10(waterfall == null ? null : waterfall.getWeight());
        running(row, waterfall == null ? null : waterfall.getRunning());
        Clamp clamp = waterfall == null ? null : waterfall.getClamp();
        row.nullableInt64(clamp == null ? null : clamp.getComputed());
        row.nullableInt64(clamp == null ? null : clamp.getTo());
        Streak streak = waterfall == null ? null : waterfall.getStreak();
        row.int32(streak == null ? 0 : streak.getLength());
        row.int64(streak == null ? 0 : streak.getReward());
        caps(row, waterfall == null ? List.of() : waterfall.getCaps());
        row.int64(waterfall == null ? 0 : forfeited(waterfall));
        bonuses(row, waterfall == null ? List.of() : waterfall.getBonuses());
    }

    private static void running(RowBinary row, @Nullable RunningTotal running) {
        row.text(running == null ? null : running.getKey());
        row.nullableDecimal38Scale10(running == null ? null : running.getBefore());
        row.name(running == null ? null : running.getWindow());
        row.nullableDate(running == null ? null : running.getFrom());
        row.int64(running == null ? 0 : running.getEarlier());
    }

    private static void caps(RowBinary row, List<CapStep> caps) {
        row.count(caps.size());
        caps.forEach(cap -> row.string(cap.getCap()));
        row.count(caps.size());
        caps.forEach(cap -> row.name(cap.getWindow()));
        row.count(caps.size());
        caps.forEach(cap -> row.int64(cap.getLimit()));
        row.count(caps.size());
        caps.forEach(cap -> row.int64(cap.getUsedBefore()));
        row.count(caps.size());
        caps.forEach(cap -> row.int64(cap.getCut()));
    }

    /** As the journal says; a record that is older than the field has only the cuts that it is the sum of. */
    private static long forfeited(Waterfall waterfall) {
        Long forfeited = waterfall.getForfeited();
        return forfeited != null
                ? forfeited
                : waterfall.getCaps().stream().mapToLong(CapStep::getCut).sum();
    }

    private static void bonuses(RowBinary row, List<BonusStep> bonuses) {
        row.count(bonuses.size());
        bonuses.forEach(bonus -> row.name(bonus.getComponent()));
        row.count(bonuses.size());
        bonuses.forEach(bonus -> row.string(bonus.getSource()));
        row.count(bonuses.size());
        bonuses.forEach(bonus -> row.decimal18Scale6(new BigDecimal(bonus.getFactor())));
        row.count(bonuses.size());
        bonuses.forEach(bonus -> row.int64(bonus.getPoints()));
    }

    private void posting(long offset, JournalEntry entry, int item, Posting posting) {
        RowBinary row = row(FactTable.POSTINGS);
        row.string(entry.getAccountId());
        row.int64(entry.getStep());
        row.name(entry.getTier());
        row.uint16(item);
        row.string(posting.getPostingId());
        row.text(posting.getEventId());
        row.time(posting.getOccurredAt());
        row.name(posting.getKind());
        row.name(posting.getComponent());
        row.text(posting.getCategory());
        row.text(posting.getRuleId());
        row.int32(version(posting.getRuleBookVersion()));
        row.int64(posting.getPoints());
        row.name(posting.getDebit());
        row.name(posting.getCredit());
        row.nullableDate(posting.getExpiresOn());
        row.decimal9Scale4(posting.getValueCoefficient());
        row.text(posting.getReverses());
        row.text(posting.getRedemptionId());
        credited(row, posting.getCredited());
        row.int64(offset);
    }

    private static void credited(RowBinary row, @Nullable Credited credited) {
        row.nullableDecimal38Scale10(credited == null ? null : credited.getAmount());
        row.text(credited == null ? null : credited.getUnit());
        row.name(credited == null ? null : credited.getWhen());
        row.nullableDate(credited == null ? null : credited.getOn());
    }

    private static int version(@Nullable Integer version) {
        return version == null ? 0 : version;
    }

    private void signal(long offset, Signal signal) {
        RowBinary row = row(FactTable.SIGNALS);
        Evidence evidence = signal.getEvidence();
        row.string(signal.getAccountId());
        row.string(signal.getSignalId());
        row.name(signal.getCode());
        row.float64(signal.getStrength());
        row.time(signal.getDetectedAt());
        row.time(signal.getFromTime());
        row.time(signal.getToTime());
        row.string(signal.getReason());
        numbers(row, evidence);
        row.strings(evidence.getCounterparts());
        row.strings(evidence.getEventIds());
        row.bool(signal.getShadow());
        row.text(signal.getSuppressedBy());
        row.int64(offset);
    }

    private void flag(long offset, Flag flag) {
        RowBinary row = row(
                source.topic().equals(Topics.FARMING_SHADOW_FLAGS.name()) ? FactTable.SHADOW_FLAGS : FactTable.FLAGS);
        row.string(flag.getCaseId());
        row.string(flag.getAccountId());
        row.strings(flag.getMembers());
        row.time(flag.getRaisedAt());
        row.time(flag.getUpdatedAt());
        row.float64(flag.getScore());
        row.name(flag.getLevel());
        row.name(flag.getStatus());
        List<FlagReason> reasons = flag.getReasons();
        row.count(reasons.size());
        reasons.forEach(reason -> row.name(reason.getCode()));
        row.count(reasons.size());
        reasons.forEach(reason -> row.float64(reason.getStrength()));
        row.count(reasons.size());
        reasons.forEach(reason -> row.float64(reason.getContribution()));
        row.count(reasons.size());
        reasons.forEach(reason -> row.string(reason.getReason()));
        row.count(reasons.size());
        reasons.forEach(reason -> numbers(row, reason.getEvidence()));
        row.count(reasons.size());
        reasons.forEach(reason -> row.strings(reason.getEvidence().getCounterparts()));
        row.count(reasons.size());
        reasons.forEach(reason -> row.strings(reason.getEvidence().getEventIds()));
        row.text(flag.getMergedInto());
        row.string(flag.getCounterfactual());
        end(row, flag.getEnd());
        row.int64(offset);
    }

    private static void end(RowBinary row, @Nullable FlagEnd end) {
        row.name(end == null ? null : end.getCause());
        row.nullableTime(end == null ? null : end.getEndedAt());
        row.text(end == null ? null : end.getReviewer());
        row.text(end == null ? null : end.getWhy());
    }

    private static void numbers(RowBinary row, Evidence evidence) {
        row.count(evidence.getNumbers().size());
        new TreeMap<>(evidence.getNumbers()).forEach((name, number) -> {
            row.string(name);
            row.float64(number);
        });
    }

    private void notice(long offset, Notice notice) {
        RowBinary row = row(FactTable.NOTICES);
        row.string(notice.getAccountId());
        row.name(notice.getKind());
        row.int64(notice.getPoints());
        row.time(notice.getOccurredAt());
        row.nullableDate(notice.getExpiresOn());
        row.int64(offset);
    }

    private void activity(long offset, Activity activity) {
        switch (activity.getBody()) {
            case RedemptionRequested asked -> {
                RowBinary row = redemption(activity, asked.getRedemptionId(), "redemption.requested");
                row.name(asked.getKind());
                row.name(asked.getPartner());
                row.string(asked.getItemId());
                row.text(asked.getMerchantId());
                row.int64(asked.getPoints());
                row.nullableBool(asked.getMainlandAddress());
                row.nullableInt64(asked.getCustomsPoints());
                row.text(asked.getBeneficiaryId());
                row.nullableBool(asked.getLinked());
                row.int64(offset);
            }
            case RedemptionAccepted answer -> answer(offset, activity, answer.getRedemptionId(), "redemption.accepted");
            case RedemptionDeclined answer -> answer(offset, activity, answer.getRedemptionId(), "redemption.declined");
            case RedemptionOutOfStock answer ->
                answer(offset, activity, answer.getRedemptionId(), "redemption.out-of-stock");
            case RedemptionRefunded answer -> answer(offset, activity, answer.getRedemptionId(), "redemption.refunded");
            case ReviewDecided review -> review(offset, activity, review);
            default -> throw noTable(activity.getBody());
        }
    }

    private RowBinary redemption(Activity activity, String redemptionId, String eventType) {
        RowBinary row = row(FactTable.REDEMPTIONS);
        row.string(redemptionId);
        row.string(activity.getAccountId());
        row.string(activity.getEventId());
        row.string(eventType);
        row.time(activity.getOccurredAt());
        return row;
    }

    private void answer(long offset, Activity activity, String redemptionId, String eventType) {
        RowBinary row = redemption(activity, redemptionId, eventType);
        row.name(null);
        row.name(null);
        row.text(null);
        row.text(null);
        row.int64(0);
        row.nullableBool(null);
        row.nullableInt64(null);
        row.text(null);
        row.nullableBool(null);
        row.int64(offset);
    }

    private void review(long offset, Activity activity, ReviewDecided review) {
        RowBinary row = row(FactTable.REVIEWS);
        row.string(review.getCaseId());
        row.string(activity.getAccountId());
        row.string(activity.getEventId());
        row.time(activity.getOccurredAt());
        row.name(review.getDecision());
        row.string(review.getReviewer());
        row.string(review.getNote());
        row.int64(offset);
    }

    /** All but the hash of a secret. */
    private void act(long offset, Act act) {
        RowBinary row = row(FactTable.ACTS);
        row.string(act.getActId());
        row.time(act.getAt());
        row.string(act.getPerson());
        row.strings(act.getRoles());
        row.string(act.getCameFrom());
        row.string(act.getKind());
        row.string(act.getSubjectType());
        row.string(act.getSubject());
        row.text(act.getCaseId());
        row.text(act.getBefore());
        row.text(act.getAfter());
        row.text(act.getReason());
        row.text(act.getNote());
        row.int64(offset);
    }
}
