package io.pointstream.engine.rules;

import io.pointstream.engine.account.Scope;
import io.pointstream.engine.calendar.ProgramCalendar;
import io.pointstream.engine.event.EventType;
import io.pointstream.engine.expression.EventFields;
import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.farming.FarmingConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A rule book: checked, compiled and indexed. Immutable, but for what is made on demand; safe to share. */
public final class RuleBook {

    /** The scope of event ids in an account's memory. */
    private static final String EVENT_IDS = "event";

    private final ProgramCalendar calendar;
    private final Duration lateness;
    private final long latenessMs;
    private final long eventIdMemoryMs;
    private final Scope eventIds;
    private final List<Rule> rules;
    private final @Nullable RefundTerms refunds;
    private final @Nullable Integer noticeDays;
    private final @Nullable RedemptionTerms redemption;
    private final Supplier<FarmingConfig> farming;
    private @Nullable Detectors detectors;
    private final Map<EventType, RuleIndex> byType = new EnumMap<>(EventType.class);
    private final Map<EventType, List<Multiplier>> openedBy = new EnumMap<>(EventType.class);

    RuleBook(
            ProgramCalendar calendar,
            Duration lateness,
            Duration eventIdMemory,
            List<Multiplier> multipliers,
            List<Rule> rules,
            @Nullable RefundTerms refunds,
            @Nullable Integer noticeDays,
            @Nullable RedemptionTerms redemption,
            Supplier<FarmingConfig> farming) {
        this.calendar = calendar;
        this.lateness = lateness;
        this.latenessMs = lateness.toMillis();
        this.eventIdMemoryMs = eventIdMemory.toMillis();
        this.eventIds = new Scope(EVENT_IDS, eventIdMemory);
        this.rules = List.copyOf(rules);
        this.refunds = refunds;
        this.noticeDays = noticeDays;
        this.redemption = redemption;
        this.farming = farming;
        for (Multiplier multiplier : multipliers) {
            if (multiplier.opening() != null) {
                openedBy.computeIfAbsent(multiplier.opening().on(), type -> new ArrayList<>(1))
                        .add(multiplier);
            }
        }
        rules.stream()
                .collect(Collectors.groupingBy(Rule::on))
                .forEach((type, ofType) ->
                        byType.put(type, new RuleIndex(Objects.requireNonNull(EventFields.of(type)), ofType)));
    }

    /** The detectors with this book's thresholds; made when they are first asked for, since most uses of a book need none. */
    public synchronized Detectors detectors() {
        if (detectors == null) {
            detectors = new Detectors(farming.get());
        }
        return detectors;
    }

    public ProgramCalendar calendar() {
        return calendar;
    }

    /** How far behind the account's newest event an event still counts, inclusive. */
    public Duration lateness() {
        return lateness;
    }

    /** {@link #lateness()} in milliseconds. */
    public long latenessMs() {
        return latenessMs;
    }

    /** How long an event id is remembered, in milliseconds. */
    public long eventIdMemoryMs() {
        return eventIdMemoryMs;
    }

    /** Event ids, with how long they are remembered. */
    public Scope eventIds() {
        return eventIds;
    }

    /** In the order of the book. */
    public List<Rule> rules() {
        return rules;
    }

    /** The rules on an event type, or null when there are none. */
    public @Nullable RuleIndex on(EventType type) {
        return byType.get(type);
    }

    /** How refunds are met; null where the book does not say, and refunds are not carried out. */
    public @Nullable RefundTerms refunds() {
        return refunds;
    }

    /** How many days before points expire their owner is told; null: never. */
    public @Nullable Integer noticeDays() {
        return noticeDays;
    }

    /** How points are spent; null where the book does not say, and redemptions are not carried out. */
    public @Nullable RedemptionTerms redemption() {
        return redemption;
    }

    /** The multipliers that an instruction opens, in the order of the book. */
    public List<Multiplier> openedBy(EventType instruction) {
        return openedBy.getOrDefault(instruction, List.of());
    }

    /** Every scope that accounts remember keys in, by name. */
    public Map<String, Scope> scopes() {
        Map<String, Scope> scopes = new LinkedHashMap<>();
        scopes.put(eventIds.name(), eventIds);
        if (refunds != null) {
            List.of(refunds.payments(), refunds.waiting(), RefundTerms.REFUNDS)
                    .forEach(scope -> scopes.put(scope.name(), scope));
        }
        if (redemption != null) {
            scopes.put(RedemptionTerms.REDEMPTIONS.name(), RedemptionTerms.REDEMPTIONS);
        }
        for (Rule rule : rules) {
            add(rule.once(), scopes);
            if (rule.reaches() != null && rule.reaches().collected() != null) {
                add(rule.reaches().collected(), scopes);
            }
            if (rule.inOrder() != null) {
                add(rule.inOrder().scope(), scopes);
            }
        }
        openedBy.values()
                .forEach(opened -> opened.forEach(multiplier ->
                        add(Objects.requireNonNull(multiplier.opening()).once(), scopes)));
        return scopes;
    }

    private static void add(@Nullable Once once, Map<String, Scope> scopes) {
        if (once != null && once.scope() != null) {
            add(once.scope(), scopes);
        }
    }

    private static void add(Scope scope, Map<String, Scope> scopes) {
        scopes.put(scope.name(), scope);
    }
}
