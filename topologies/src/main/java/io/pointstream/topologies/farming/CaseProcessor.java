package io.pointstream.topologies.farming;

import io.pointstream.engine.farming.AccountCase;
import io.pointstream.engine.farming.AccountNews;
import io.pointstream.engine.farming.Detectors;
import io.pointstream.engine.farming.FarmingConfig;
import io.pointstream.engine.farming.Lists;
import io.pointstream.engine.farming.NewDay;
import io.pointstream.topologies.RiskTranslator;
import io.pointstream.topologies.farming.FarmingTopology.Filed;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what is found about each account: every finding becomes a signal, and where the score asks for it, a flag; and says
 * where the account stands.
 */
final class CaseProcessor implements Processor<String, AccountNews, String, Filed> {

    private final LongFunction<Detectors> detection;
    private final Supplier<Lists> lists;
    private final long cacheBytes;
    private @Nullable ProcessorContext<String, Filed> context;
    private @Nullable LiveState<AccountCase> cases;
    private @Nullable FarmingMeters meters;

    CaseProcessor(LongFunction<Detectors> detection, Supplier<Lists> lists, long cacheBytes) {
        this.detection = detection;
        this.lists = lists;
        this.cacheBytes = cacheBytes;
    }

    @Override
    public void init(ProcessorContext<String, Filed> processorContext) {
        context = processorContext;
        meters = new FarmingMeters(processorContext.appConfigs());
        cases = new LiveState<>(
                processorContext,
                FarmingTopology.CASES,
                (accountId, stored) -> {
                    FarmingConfig newest = detection.apply(Long.MAX_VALUE).config();
                    return stored == null
                            ? new AccountCase(newest, accountId)
                            : AccountCase.decode(newest, accountId, stored);
                },
                AccountCase::encode,
                cacheBytes);
    }

    @Override
    public void process(Record<String, AccountNews> record) {
        LiveState<AccountCase> all = Objects.requireNonNull(cases);
        AccountNews news = record.value();
        if (news instanceof NewDay && !all.look(record.key()).mayLapse()) {
            return;
        }
        AccountCase.Outcome outcome = all.change(record.key())
                .under(detection.apply(record.timestamp()).config(), lists.get())
                .take(news);
        FarmingMeters counters = Objects.requireNonNull(meters);
        if (outcome.signal() != null) {
            counters.signal(outcome.signal());
        }
        if (outcome.flag() != null) {
            counters.flag(outcome.flag());
        }
        Objects.requireNonNull(context)
                .forward(record.withValue(new Filed(
                        listed(outcome.signal(), FarmingTranslator::signal),
                        listed(outcome.flag(), FarmingTranslator::flag),
                        listed(outcome.shadowFlag(), FarmingTranslator::flag),
                        listed(outcome.risk(), RiskTranslator::toAvro))));
    }

    private static <A, B> List<B> listed(@Nullable A value, Function<A, B> translate) {
        return value == null ? List.of() : List.of(translate.apply(value));
    }
}
